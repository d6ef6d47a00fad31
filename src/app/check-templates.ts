import { findingOf, nowhere, type Finding } from '../inventory/finding.js';
import { readTextFile } from '../inventory/read-text.js';
import { locate } from '../inventory/yaml/positions.js';
import type { Inventory } from '../model/inventory.js';
import { templatesFor, unknownTemplate } from '../requests/library.js';

/** Everything wrong with the texts to sites: the template that the campaign names, and each of those at hand. null: the inventory could not be read. */
export function templateFindings(file: string, inventory: Inventory | null): readonly Finding[] {
  const library = templatesFor(file);
  const chosen = inventory?.campaign.requests.template;
  const missing =
    chosen === undefined || library.names.includes(chosen) ? [] : [missingTemplate(file, chosen, library.names)];
  return [...missing, ...library.findings()];
}

function missingTemplate(file: string, chosen: string, names: readonly string[]): Finding {
  const problem = unknownTemplate(chosen, names, ['campaign', 'requests', 'template']);
  const text = readTextFile(file);
  const position = text.ok ? locate(text.text, [problem])[0] : undefined;
  return findingOf(problem, file, position ?? nowhere);
}
