/** A piece of a text to be replaced. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/**
 * The text with all pieces replaced; they must not overlap. Of several at one place the first comes first. In a text
 * that is JSON they are written as JSON.
 */
export function spliced(text: string, splices: readonly Splice[]): string {
  const json = splices.length > 0 && isJson(text);
  const parts: string[] = [];
  let reached = 0;
  for (const { from, to, by } of splices.toSorted((one, other) => one.from - other.from)) {
    parts.push(text.slice(reached, from), json ? asJson(by) : by);
    reached = to;
  }
  parts.push(text.slice(reached));
  return parts.join('');
}

function isJson(text: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(text)) return false;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A piece between brackets with its words in quotes. */
function asJson(piece: string): string {
  return piece.replace(/"(?:[^"\\]|\\.)*"|[^\s{}[\],:"](?:[^{}[\],:"]*[^\s{}[\],:"])?/g, (word) =>
    word.startsWith('"') || /^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(word) ? word : JSON.stringify(word),
  );
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Just after the line break; `offset` itself where it stands there. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function insertedLines(text: string, offset: number, lines: string): Splice {
  const at = lineEnd(text, offset);
  return { from: at, to: at, by: at > 0 && text[at - 1] !== '\n' ? `\n${lines}` : lines };
}

export function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Every line ends with CRLF. */
export function endsInCrLf(text: string): boolean {
  return /\r\n/.test(text) && !/(?<!\r)\n/.test(text);
}

export function withoutCr(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Plain where that is certain to be read as the same text, else in double quotes. */
export function scalar(value: string): string {
  const plain =
    /^\p{L}[\p{L}\p{N} _.;()'/+@-]*$/u.test(value) &&
    !value.endsWith(' ') &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}
