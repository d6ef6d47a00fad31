/**
 * What may steer a terminal, a mail header or a ticket when text from outside reaches it: controls,
 * separators of lines and paragraphs, marks that turn the direction of writing.
 */
export const steering = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
const eachSteering = new RegExp(steering, 'gu');
const blanks = /[\s\p{Cc}\p{Bidi_Control}]+/gu;

/** True where nothing in the text can steer what shows it; line breaks count as steering. */
export function isPrintable(text: string): boolean {
  return !steering.test(text);
}

/** One line of text from outside, unable to steer a terminal: controls and marks of direction become `�`. */
export function printable(text: string): string {
  return withoutControls(text.replace(/\s+/g, ' '));
}

/** The same with blanks kept as they are, for a line whose indentation counts. */
export function withoutControls(line: string): string {
  return line.replace(eachSteering, '\uFFFD');
}

/** Text of people and services on one line, what may steer left out; cut off with `…` at `longest` characters. */
export function oneLine(text: string, longest = Infinity): string {
  const line = text.replace(blanks, ' ').trim();
  if (line.length <= longest) return line;
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Text to be copied as it stands: what cannot be seen is written out, `\u{200b}`. */
export function visible(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
