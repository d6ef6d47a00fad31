import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileError, findingOf, nowhere, shown, type Finding, type Path, type Problem } from '../inventory/finding.js';
import { nearName } from '../inventory/near-name.js';
import { readTextFile } from '../inventory/read-text.js';
import { packageRoot } from '../storage/package-root.js';
import { readTemplate, TemplateError, type Template, type TemplateRead } from './template.js';

const ending = '.eta';

/** The templates at hand: the operators' own, in `templates` beside the inventory, win over those that come with the program. */
export interface Library {
  readonly names: readonly string[];
  /** Throws a TemplateError for an unknown name, and for a template with something wrong in it. */
  readonly template: (name: string) => Template;
  /** Everything that is wrong with any of them. */
  readonly findings: () => readonly Finding[];
}

export function templatesFor(inventoryFile: string): Library {
  const own = join(dirname(inventoryFile), 'templates');
  const files = new Map([...new Map([join(packageRoot(), 'templates'), own].flatMap(templateFiles))].sort());
  const names = [...files.keys()];
  const reads = new Map<string, TemplateRead>();

  function read(name: string, file: string): TemplateRead {
    const known = reads.get(name) ?? readFile(name, file);
    reads.set(name, known);
    return known;
  }

  function readFile(name: string, file: string): TemplateRead {
    if (!/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,49}$/u.test(name))
      return {
        ok: false,
        findings: [
          fileError(
            file,
            `the name ${shown(name)}`,
            'letters, digits and _ . -, 50 at most: it becomes part of the marker by which a request is found again',
          ),
        ],
      };
    const text = readTextFile(file);
    return text.ok
      ? readTemplate(text.text, { name, file })
      : { ok: false, findings: [fileError(file, text.found, 'a template: a text in UTF-8')] };
  }

  return {
    names,
    template: (name) => {
      const file = files.get(name);
      if (file === undefined)
        throw new TemplateError(
          [findingOf(unknownTemplate(name, names, []), own, nowhere)],
          ['Name one of them, or write it into that folder.'],
        );
      const known = read(name, file);
      if (known.ok) return known.template;
      throw new TemplateError(known.findings);
    },
    findings: () =>
      [...files].flatMap(([name, file]) => {
        const known = read(name, file);
        return known.ok ? [] : known.findings;
      }),
  };
}

/** A name that no template has, as it stands at `path`. */
export function unknownTemplate(name: string, names: readonly string[], path: Path): Problem {
  return {
    severity: 'error',
    path,
    about: 'value',
    found: `no template ${shown(name)}`,
    expected: `one of ${names.join(', ')}`,
    near: () => nearName(name, names),
  };
}

/** Name and file of every template in a folder; none where there is no folder. */
function templateFiles(folder: string): (readonly [name: string, file: string])[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => [file.slice(0, -ending.length), join(folder, file)]);
}
