import { GridFailure, type Helpdesk, type Http } from '../grid/ports.js';
import type { Channel } from '../model/inventory.js';
import type { RequestState } from '../model/history.js';

interface Ticket {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  readonly updated: number;
}

const states: Readonly<Record<string, RequestState>> = { assigned: 'seen', 'in progress': 'seen', 'In Progress': 'seen', solved: 'solved', verified: 'solved', Done: 'solved', unsolved: 'declined' };

/** The tickets of a rehearsal world, read and written through its own door beside the grid's services. */
export function rehearsalHelpdesk(http: Http, origin: string, channel: Channel): Helpdesk {
  async function ask(method: 'GET' | 'POST', query: string, body?: unknown): Promise<unknown> {
    const url = `${origin}/rehearsal/tickets${query}`;
    const effect = method === 'GET' ? 'read' : 'write';
    const answer = await http({ method, url, effect, timeoutMs: 20_000, ...(body !== undefined && { body: JSON.stringify(body) }) });
    if (answer.status === 200) return JSON.parse(answer.body);
    throw new GridFailure('not understood', `The rehearsal's helpdesk answered ${answer.status}: ${answer.body.slice(0, 200)}`, true);
  }
  const create: Helpdesk['create'] = async ({ subject, body }) => {
    const { id } = (await ask('POST', '', { channel, title: subject, body })) as Ticket;
    return `${channel}#${id}`;
  };
  return {
    channel,
    readable: true,
    indexLagMs: 0,
    async find(campaign) {
      const tickets = (await ask('GET', `?channel=${channel}`)) as readonly Ticket[];
      return tickets.flatMap(({ id, title, state, updated }) => {
        const marker = /^\[[^\]]+\]/.exec(title)?.[0];
        if (!marker?.startsWith(`[${campaign}/`)) return [];
        return [{ marker, ref: `${channel}#${id}`, state: states[state] ?? 'sent', sinceMs: updated }];
      });
    },
    create,
    comment: async (_ref, draft) => { await create(draft); },
  };
}
