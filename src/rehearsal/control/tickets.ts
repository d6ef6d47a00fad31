import { applyTicketChange } from '../helpdesk/tickets.js';
import type { Author } from '../world/journal.js';
import { changing, type World } from '../world/world.js';
import { asObject, asText, BadControl } from './parse.js';

/** Delivers `{channel, title, body}` past every helpdesk; journalled as a change of the ticket. */
export function createTicket(world: World, body: unknown, author: Author): { readonly id: number } {
  const given = asObject(body, 'the body');
  const channel = asText(given['channel'], 'channel');
  if (channel !== 'mail' && channel !== 'ggus' && channel !== 'jira')
    throw new BadControl("'channel' is mail, ggus or jira");
  const [title, text] = [asText(given['title'], 'title'), asText(given['body'], 'body')];
  return { id: changing(world, () => applyTicketChange(world, { is: 'open', channel, title, body: text }, author)) };
}
