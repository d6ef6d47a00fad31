import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  describeFinding,
  fileError,
  findingOf,
  nowhere,
  shown,
  type Finding,
  type Path,
  type Problem,
} from '../inventory/finding.js';
import { nearName } from '../model/text/near-names.js';
import { readTextFile } from '../inventory/read-text.js';
import { packageRoot } from '../storage/package-root.js';
import { otherThanFile } from '../storage/plain-file.js';
import { whyUntrusted } from '../storage/trust.js';
import { readTemplate, TemplateError, type Template, type TemplateRead } from './template.js';

const ending = '.mustache';
/** Templates of before, which ran code. */
const formerEnding = '.eta';

/** The templates at hand: the operators' own, in `templates` beside the inventory, win over those that come with the program. */
export interface Library {
  readonly names: readonly string[];
  /** Throws a TemplateError for an unknown name, and for a template with something wrong in it. */
  readonly template: (name: string) => Template;
  /** Everything that is wrong with any of them. */
  readonly findings: () => readonly Finding[];
  /** Those with nothing wrong in them. */
  readonly known: () => readonly Template[];
}

export function templatesFor(inventoryFile: string): Library {
  const own = join(dirname(inventoryFile), 'templates');
  const shipped = join(packageRoot(), 'templates');
  const files = new Map(
    [...new Map([shipped, own].flatMap((folder) => templateFiles(folder, ending)))].sort(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  );
  const former = new Map(templateFiles(own, formerEnding));
  const misplaced = noFolder(own);
  const folderFinding = distrusted(own);
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
    const distrust = dirname(file) === own ? (folderFinding ?? distrusted(file)) : null;
    if (distrust !== null) return { ok: false, findings: [distrust] };
    const text = readTextFile(file);
    return text.ok
      ? readTemplate(text.text, { name, file })
      : { ok: false, findings: [fileError(file, text.found, 'a template: a text in UTF-8')] };
  }

  return {
    names,
    template: (name) => {
      // Whose texts they were to be nobody knows: none goes out in their place.
      if (misplaced !== null) throw new TemplateError([misplaced]);
      const left = former.get(name);
      if (left !== undefined) throw new TemplateError([formerTemplate(left)]);
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
      unlike([
        ...(misplaced === null ? [] : [misplaced]),
        ...[...former.values()].map(formerTemplate),
        ...[...files].flatMap(([name, file]) => {
          const known = read(name, file);
          return known.ok ? [] : known.findings;
        }),
      ]),
    known: () =>
      [...files].flatMap(([name, file]) => {
        const known = read(name, file);
        return known.ok ? known.template : [];
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

/** The folder's own finding comes once, however many files are in it. */
function unlike(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [describeFinding(finding), finding])).values()];
}

function formerTemplate(file: string): Finding {
  const renamed = `${file.slice(0, -formerEnding.length)}${ending}`;
  return findingOf(
    {
      severity: 'error',
      path: [],
      about: 'value',
      found: 'a template of the former kind, which could run code',
      expected: renamed,
      advice: `Rename it so, and write {{site}} for <%= it.site %>, {{#queues}}{{.}}{{/queues}} for a loop (docs/texts.md).`,
    },
    file,
    nowhere,
  );
}

/** A text that others can change would go out in the operator's name. */
function distrusted(path: string): Finding | null {
  const why = whyUntrusted(path);
  if (why === null) return null;
  return findingOf(
    { severity: 'error', path: [], about: 'value', found: why.found, expected: why.expected, advice: why.advice },
    path,
    nowhere,
  );
}

/** Something else stands where the operators' own templates were looked for. */
function noFolder(own: string): Finding | null {
  const stats = statSync(own, { throwIfNoEntry: false });
  if (stats === undefined || stats.isDirectory()) return null;
  return fileError(own, otherThanFile(stats) ?? 'a file', 'a folder with templates, or nothing');
}

/** Name and file of every template in a folder; none where there is no folder. */
function templateFiles(folder: string, ending: string): (readonly [name: string, file: string])[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => [file.slice(0, -ending.length), join(folder, file)]);
}
