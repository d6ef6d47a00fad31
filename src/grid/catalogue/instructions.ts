import type { Fields } from '../../model/operation.js';

/** The exact change for the catalogue's web form, for a person to make. */
export function instructionsFor({ queue, fields }: { readonly queue: string; readonly fields: Fields }): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return [
    `Please make this change in the catalogue's web form, and no other:`,
    `  queue ${shown(queue)}`,
    ...Object.entries(fields).map(
      ([name, value]) => `  ${name.padEnd(width)}  ${value === '' ? '(leave it empty)' : shown(value)}`,
    ),
    'The record is read back until it is so.',
  ].join('\n');
}

/** The same for the manual rule of a queue's status. */
export function ruleInstructionsFor(rule: {
  readonly queue: string;
  readonly value: string;
  readonly reason: string;
}): string {
  return [
    "Please set this status rule in the catalogue's web form:",
    `  queue       ${shown(rule.queue)}`,
    '  probe       manual',
    `  value       ${shown(rule.value)}`,
    `  reason      ${shown(rule.reason)}`,
    '  expiration  (leave it empty)',
    'The reason must be copied as it stands: it tells whose rule this is. The rules are read back until it is so.',
  ].join('\n');
}

// What came from outside must not steer the terminal it is printed on.
function shown(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
