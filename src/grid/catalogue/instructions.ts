import type { Fields } from '../../model/operation.js';
import { visible } from '../../model/text/printable.js';

/** The exact change for the catalogue's web form, for a person to make. */
export function instructionsFor({ queue, fields }: { readonly queue: string; readonly fields: Fields }): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return [
    `Please make this change in the catalogue's web form, and no other:`,
    `  queue ${visible(queue)}`,
    ...Object.entries(fields).map(
      ([name, value]) => `  ${name.padEnd(width)}  ${value === '' ? '(leave it empty)' : visible(value)}`,
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
    `  queue       ${visible(rule.queue)}`,
    '  probe       manual',
    `  value       ${visible(rule.value)}`,
    `  reason      ${visible(rule.reason)}`,
    '  expiration  (leave it empty)',
    'The reason must be copied as it stands: it tells whose rule this is. The rules are read back until it is so.',
  ].join('\n');
}
