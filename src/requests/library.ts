import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileError, findingOf, shown, type Finding } from '../inventory/finding.js';
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
  const files = new Map([join(packageRoot(), 'templates'), own].flatMap(templateFiles));
  const names = [...files.keys()].sort();
  const reads = new Map<string, TemplateRead>();

  function read(name: string): TemplateRead {
    const known = reads.get(name) ?? readFile(name, files.get(name));
    reads.set(name, known);
    return known;
  }

  function readFile(name: string, file: string | undefined): TemplateRead {
    if (file === undefined) return { ok: false, findings: [unknownTemplate(name)] };
    const text = readTextFile(file);
    return text.ok ? readTemplate(text.text, { name, file }) : { ok: false, findings: [fileError(file, text.found, 'a template: a text in UTF-8')] };
  }

  function unknownTemplate(name: string): Finding {
    const problem = { severity: 'error', path: [], about: 'value', found: `no template ${shown(name)}`, expected: `one of ${names.join(', ')}` } as const;
    return findingOf({ ...problem, near: () => nearName(name, names), advice: `Your own go into ${own}.` }, own, { line: null, column: null });
  }

  return {
    names,
    template: (name) => {
      const known = read(name);
      if (known.ok) return known.template;
      throw new TemplateError(known.findings);
    },
    findings: () => names.flatMap((name) => {
      const known = read(name);
      return known.ok ? [] : known.findings;
    }),
  };
}

/** Name and file of every template in a folder; none where there is no folder. */
function templateFiles(folder: string): (readonly [name: string, file: string])[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder).filter((file) => file.endsWith(ending)).map((file) => [file.slice(0, -ending.length), join(folder, file)]);
}
