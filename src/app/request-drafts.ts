import { migrationStep } from '../planning/requests/requests.js';
import type { RequestDraft } from '../grid/ports.js';
import { localDate } from '../model/dates.js';
import type { Inventory } from '../model/inventory.js';
import type { Operation } from '../model/operation.js';
import { requestDraft, type DraftContext } from '../requests/draft.js';
import { templatesFor } from '../requests/library.js';
import type { Desk } from '../cli/context.js';

/** The texts of requests as this operator sends them today; templates are read once. Throws a TemplateError. */
export function requestDrafts(inventory: Inventory, by: Pick<DraftContext, 'today' | 'operator'>): (operation: Pick<Operation, 'key' | 'site' | 'because' | 'before'>) => RequestDraft {
  const library = templatesFor(inventory.file);
  return (operation) => requestDraft(operation, { inventory, library, ...by });
}

/** The same, tried with each of these operations: a template with something wrong in it stops everything before anything is begun. */
export async function triedDrafts({ inventory, grid, actor }: Pick<Desk, 'inventory' | 'grid' | 'actor'>, operations: readonly Operation[]): Promise<ReturnType<typeof requestDrafts>> {
  const today = localDate(await grid.clock.now(), inventory.campaign.timezone);
  const draftOf = requestDrafts(inventory, { today, operator: actor.name });
  for (const operation of operations) if (operation.kind === 'request') draftOf(operation);
  return draftOf;
}

/** The step that a template's name stands for; none, or the campaign's own: the migration. Throws a TemplateError where there is no such template. */
export function stepOf(template: string | undefined, { campaign, file }: Inventory): string {
  if (template === undefined || template === campaign.requests.template) return migrationStep;
  return templatesFor(file).template(template).name;
}
