import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../storage/package-root.js';
import { readTemplate, TemplateError, type Template } from './template.js';

const ending = '.eta';

/** The templates at hand: the operators' own, in `templates` beside the inventory, win over those that come with the program. */
export interface Library {
  readonly names: readonly string[];
  /** Throws a TemplateError for an unknown name, and for a template with something wrong in it. */
  readonly template: (name: string) => Template;
}

export function templatesFor(inventoryFile: string): Library {
  const folders = [join(dirname(inventoryFile), 'templates'), join(packageRoot(), 'templates')];
  const files = new Map<string, string>();
  for (const folder of folders.toReversed()) {
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder)) if (file.endsWith(ending)) files.set(file.slice(0, -ending.length), join(folder, file));
  }
  const names = [...files.keys()].sort();
  const read = new Map<string, Template>();
  return {
    names,
    template: (name) => {
      const known = read.get(name);
      if (known) return known;
      const file = files.get(name);
      if (file === undefined) throw new TemplateError(`There is no template "${name}".`, [`There are: ${names.join(', ')}. Your own go into ${folders[0] ?? ''}.`]);
      const template = readTemplate(readFileSync(file, 'utf8'), { name, file });
      read.set(name, template);
      return template;
    },
  };
}
