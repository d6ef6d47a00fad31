// What texts, names and dates of the file are, told without the schema library.
import { dayNumber } from '../../model/dates.js';
import { isPrintable } from '../../model/text/printable.js';

export const longestText = 2000;

/** One line for people. */
export function isText(value: string): boolean {
  return value.length <= longestText && value.trim() !== '' && isPrintable(value);
}

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}_.+:@-]{0,99}$/u;
// Building the one above takes longer than matching a hundred thousand names, and most files never need it.
const asciiName = /^[A-Za-z0-9][\w.+:@-]{0,99}$/;
/** What names of sites, queues and campaigns are made of: they become parts of keys, markers and file names. */
export const expectedName = 'a name of letters, digits and _ . + : @ -, beginning with a letter or digit';

export function isName(value: string): boolean {
  return asciiName.test(value) || namePattern.test(value);
}

export function isDate(value: string): boolean {
  return !Number.isNaN(dayNumber(value));
}
