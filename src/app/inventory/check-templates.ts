import { findingOf, nowhere, type Finding } from '../../inventory/finding.js';
import { readTextFile } from '../../inventory/read-text.js';
import { locate } from '../../inventory/yaml/positions.js';
import type { Inventory } from '../../model/inventory.js';
import { otherGenerations } from '../../requests/generation.js';
import { templatesFor, unknownTemplate } from '../../requests/library.js';
import type { Template } from '../../requests/template.js';

/** Everything wrong or suspicious in the texts to sites: the template that the campaign names, and each of those at hand. null: the inventory could not be read. */
export function templateFindings(file: string, inventory: Inventory | null): readonly Finding[] {
  const library = templatesFor(file);
  const chosen = inventory?.campaign.requests.template;
  const missing =
    chosen === undefined || library.names.includes(chosen) ? [] : [missingTemplate(file, chosen, library.names)];
  return [...missing, ...library.findings(), ...(inventory === null ? [] : strangeWords(inventory, library.known()))];
}

/** A text of an earlier migration tells sites of a system, tool or pilot that this one is not about. */
function strangeWords(inventory: Inventory, templates: readonly Template[]): readonly Finding[] {
  return templates.flatMap(({ file, text }) =>
    otherGenerations(text, inventory).map(({ line, word, expected }) =>
      findingOf(
        {
          severity: 'warning',
          path: [],
          about: 'value',
          found: `a text that speaks of ${word}`,
          expected: `what this campaign is about: ${expected}`,
          advice: 'Write a field in its place, such as {{os}}, {{containerTool}} or {{pilotTo}}.',
        },
        file,
        { line, column: null },
      ),
    ),
  );
}

function missingTemplate(file: string, chosen: string, names: readonly string[]): Finding {
  const problem = unknownTemplate(chosen, names, ['campaign', 'requests', 'template']);
  const text = readTextFile(file);
  const position = text.ok ? locate(text.text, [problem])[0] : undefined;
  return findingOf(problem, file, position ?? nowhere);
}
