/** A piece of a text to be replaced. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** The text with all pieces replaced; they must not overlap. Of several at one place the first comes first. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let reached = 0;
  for (const { from, to, by } of splices.toSorted((one, other) => one.from - other.from)) {
    parts.push(text.slice(reached, from), by);
    reached = to;
  }
  parts.push(text.slice(reached));
  return parts.join('');
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
