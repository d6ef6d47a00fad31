import type { RequestDraft } from '../../grid/ports.js';
import { localDate } from '../../model/dates.js';
import type { Inventory } from '../../model/inventory.js';
import type { Operation } from '../../model/operation.js';
import { migrationStep, stepOfTemplate } from '../../model/keys/operation-keys.js';
import { requestDraft } from '../../requests/draft.js';
import { templatesFor } from '../../requests/library.js';
import type { Session } from '../session.js';

/** The text of a request as this operator sends it today. Throws a `TemplateError`. */
export type DraftOf = (operation: Pick<Operation, 'key' | 'site' | 'reason' | 'before'>) => RequestDraft;

/**
 * The texts of requests, each made once; templates are read once. All are made first: a template with
 * something wrong in it stops everything before anything is begun.
 */
export async function requestDrafts(
  { inventory, grid, actor }: Session,
  operations: readonly Operation[],
): Promise<DraftOf> {
  const library = templatesFor(inventory.file);
  const context = { inventory, library, operator: actor.name };
  const today = localDate(await grid.clock.now(), inventory.campaign.timezone);
  const drafts = new Map<Parameters<DraftOf>[0], RequestDraft>();
  for (const operation of operations)
    if (operation.kind === 'request') drafts.set(operation, requestDraft(operation, { ...context, today }));
  // What is taken up again may be another operation than the one that was planned.
  return (operation) => drafts.get(operation) ?? requestDraft(operation, { ...context, today });
}

/** The step that a template's name stands for; none, or the campaign's own: the migration. Throws a `TemplateError` where there is no such template. */
export function stepOf(template: string | undefined, { campaign, file }: Inventory): string {
  if (template === undefined || template === campaign.requests.template) return migrationStep;
  return stepOfTemplate(templatesFor(file).template(template).name);
}
