import { migrationStep } from '../../campaign/requests.js';
import type { RequestDraft } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';
import type { Operation } from '../../model/operation.js';
import { requestDraft, type DraftContext } from '../../requests/draft.js';
import { templatesFor } from '../../requests/library.js';

/** The texts of requests as this operator sends them today; templates are read once. Throws a TemplateError. */
export function requestDrafts(inventory: Inventory, by: Pick<DraftContext, 'today' | 'operator'>): (operation: Pick<Operation, 'key' | 'site' | 'because' | 'before'>) => RequestDraft {
  const library = templatesFor(inventory.file);
  return (operation) => requestDraft(operation, { inventory, library, ...by });
}

/** The step that a template's name stands for; none, or the campaign's own: the migration. */
export function stepOf(template: string | undefined, { campaign }: Inventory): string {
  return template === undefined || template === campaign.requests.template ? migrationStep : template;
}
