import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml';
import { childPath, nowhere, pathText, type Position, type Problem } from '../finding.js';

/** A node of the document and where it is written; offsets into the text. */
export interface LocatedNode {
  /** As `pathText` writes it. */
  readonly path: string;
  /** Start of its key; in a list, of the value. */
  readonly keyStart: number;
  readonly valueStart: number;
}

interface Frame {
  readonly path: string;
  readonly list: boolean;
  index: number;
  key: { readonly name: string; readonly start: number } | null;
}

/** Every node below the root, in the order of the text. What an alias stands for is not walked again. */
export function* nodesOf(events: readonly Event[], text: string): Generator<LocatedNode> {
  const frames: Frame[] = [];
  let end = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      frames.pop();
      continue;
    }
    const start = startOf(event, end);
    end = event.type === EVENT_ID.SCALAR && event.valueEnd !== -1 ? event.valueEnd : start;
    const frame = frames.at(-1);
    let path = '';
    if (frame && !frame.list && frame.key === null) {
      const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : text.slice(start, start + 20);
      frame.key = { name, start };
      continue;
    }
    if (frame) {
      path = childPath(frame.path, frame.key?.name ?? frame.index);
      yield { path, keyStart: frame.key?.start ?? start, valueStart: start };
      frame.index++;
      frame.key = null;
    }
    if (event.type === EVENT_ID.MAPPING) frames.push({ path, list: false, index: 0, key: null });
    if (event.type === EVENT_ID.SEQUENCE) frames.push({ path, list: true, index: 0, key: null });
  }
}

/** An empty value has no place of its own: it stands where the text before it ends. */
function startOf(event: Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP }>, end: number): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart === -1 ? end : event.valueStart;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : event.start;
}

/**
 * Where each problem stands; what is missing stands where its nearest ancestor does. Parses the
 * text once more: only a faulty file pays for its line numbers.
 */
export function locate(text: string, problems: readonly Problem[]): Position[] {
  const ancestries = problems.map((problem) =>
    problem.path.map((_, depth) => pathText(problem.path.slice(0, depth + 1))).reverse(),
  );
  const wanted = new Set(ancestries.flat());
  const nodes = new Map<string, LocatedNode>();
  for (const node of nodesOf(parseEvents(text, {}), text)) if (wanted.has(node.path)) nodes.set(node.path, node);
  const positionOf = positionsIn(text);
  return problems.map((problem, index) => {
    const ancestry = ancestries[index] ?? [];
    const path = ancestry.find((candidate) => nodes.has(candidate));
    const node = path === undefined ? undefined : nodes.get(path);
    if (!node) return nowhere;
    return positionOf(problem.about === 'value' && path === ancestry[0] ? node.valueStart : node.keyStart);
  });
}

/** Line and column of any offset of a text, both from 1. */
export function positionsIn(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
