import { constructFromEvents, EVENT_ID, parseEvents, YAMLException, type Event } from 'js-yaml';
import { fileError, findingOf, mostFindings, type Finding } from '../finding.js';
import { leftEmpty } from '../left-empty.js';
import { alteredScalars } from './altered.js';
import { nodesOf, positionsIn } from './positions.js';
import { yamlSchema } from './yaml-schema.js';

export type Parsed =
  /**
   * `document`: with `leftEmpty` where nothing stands after a colon. `findings`: duplicate keys, of which the last
   * stands in it, and words that were read as others.
   */
  | { readonly ok: true; readonly document: unknown; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** No text in the file is longer; a megabyte in one scalar is an accident or an attack. */
export const maxScalarLength = 65_536;
/** How deep mappings and lists may nest; the format needs six. */
const maxDepth = 20;
/** Nodes that aliases (`*name`) may add to those written out. */
const maxAliasedNodes = 10_000;

/** YAML 1.2 to plain data. Never throws: what is wrong with the text is a finding with its line. */
export function parseYaml(file: string, text: string): Parsed {
  try {
    const events = parseEvents(text, { filename: file, maxDepth });
    const refused = refusal(events, text, file);
    if (refused) return { ok: false, findings: [refused] };
    const parsed = constructed(events, text, file);
    const altered = alteredScalars(events, text, file);
    return altered.length === 0 ? parsed : { ...parsed, findings: [...parsed.findings, ...altered] };
  } catch (error) {
    if (error instanceof YAMLException) return { ok: false, findings: [syntaxFinding(error, file)] };
    throw error;
  }
}

function constructed(events: Event[], text: string, file: string): Parsed {
  try {
    return { ok: true, document: documentOf(events, { source: text, filename: file }), findings: [] };
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') throw error;
    // Not only the first of them, and the rest of the file is checked all the same.
    const document = documentOf(events, { source: text, filename: file, json: true });
    return { ok: true, document, findings: duplicateKeys(events, text, file) };
  }
}

/** undefined: there is nothing at all. */
function documentOf(events: Event[], options: { source: string; filename: string; json?: boolean }): unknown {
  const [document] = constructFromEvents(events, { ...options, schema: yamlSchema });
  return document === leftEmpty ? undefined : document;
}

function duplicateKeys(events: readonly Event[], text: string, file: string): Finding[] {
  const positionOf = positionsIn(text);
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (const { path, keyStart } of nodesOf(events, text)) {
    const before = first.get(path);
    if (before === undefined) first.set(path, keyStart);
    else {
      const found = `${path} a second time, after line ${positionOf(before).line}`;
      const finding = findingOf(
        { severity: 'error', path: [], about: 'key', found, expected: 'each key once' },
        file,
        positionOf(keyStart),
      );
      findings.push({ ...finding, path });
      if (findings.length === mostFindings) break;
    }
  }
  return findings;
}

/** Reasons not to build the document at all; judged on the events, before they cost anything. */
function refusal(events: readonly Event[], text: string, file: string): Finding | null {
  const written = new Map<string, number>();
  const open: { anchor: string | null; nodes: number }[] = [];
  let documents = 0;
  let aliased = 0;
  const add = (nodes: number): void => {
    const parent = open.at(-1);
    if (parent) parent.nodes += nodes;
  };
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      const closed = open.pop();
      if (closed?.anchor) written.set(closed.anchor, closed.nodes);
      add(closed?.nodes ?? 0);
    } else if (event.type === EVENT_ID.SCALAR) {
      if (event.valueEnd - event.valueStart > maxScalarLength) {
        const found = `a text of ${event.valueEnd - event.valueStart} characters`;
        return fileError(
          file,
          found,
          `at most ${maxScalarLength} characters in one value`,
          positionsIn(text)(event.valueStart),
        );
      }
      if (event.anchorStart !== -1) written.set(text.slice(event.anchorStart, event.anchorEnd), 1);
      add(1);
    } else if (event.type === EVENT_ID.ALIAS) {
      const name = text.slice(event.anchorStart, event.anchorEnd);
      const nodes = written.get(name) ?? Number.POSITIVE_INFINITY;
      aliased += nodes;
      if (aliased > maxAliasedNodes) {
        const expected = `aliases that add at most ${maxAliasedNodes} values in total, and never themselves`;
        return fileError(
          file,
          `the alias *${name}, which unfolds to too much`,
          expected,
          positionsIn(text)(event.anchorStart),
        );
      }
      add(nodes);
    } else if (event.type === EVENT_ID.DOCUMENT) {
      documents++;
      open.push({ anchor: null, nodes: 1 });
    } else {
      open.push({ anchor: event.anchorStart === -1 ? null : text.slice(event.anchorStart, event.anchorEnd), nodes: 1 });
    }
  }
  if (documents > 1)
    return fileError(file, `${documents} YAML documents`, 'one document, without `---` between its parts');
  return null;
}

function syntaxFinding(error: YAMLException, file: string): Finding {
  const position = error.mark
    ? { line: error.mark.line + 1, column: error.mark.column + 1 }
    : { line: null, column: null };
  return fileError(file, `what YAML does not allow (${error.reason})`, 'YAML 1.2', position);
}
