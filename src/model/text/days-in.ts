import { dayNumber, type IsoDate } from '../dates.js';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const day = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';
const year = '(?<year>\\d{4})';
const forms = [
  /\b(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})\b/g,
  new RegExp(`\\b${day}\\.? (?:of )?${month},? ${year}\\b`, 'gi'),
  new RegExp(`\\b${month} ${day},? ${year}\\b`, 'gi'),
];

/**
 * The days that people name in a text, each once, the earliest first: `2019-08-20`, `20 August 2019`, `Aug 20, 2019`.
 * `08/09/2019` is none: nobody can tell which is the month.
 */
export function daysIn(text: string): readonly IsoDate[] {
  const dates = forms
    .flatMap((form) => [...text.matchAll(form)])
    .map(
      ({ groups = {} }) =>
        `${groups['year'] ?? ''}-${monthNumber(groups['month'] ?? '')}-${twoDigits(groups['day'] ?? '')}`,
    );
  return [...new Set(dates.filter((date) => !Number.isNaN(dayNumber(date))))].sort();
}

function monthNumber(written: string): string {
  return twoDigits(/^\d/.test(written) ? written : String(months.indexOf(written.slice(0, 3).toLowerCase()) + 1));
}

function twoDigits(number: string): string {
  return number.padStart(2, '0');
}
