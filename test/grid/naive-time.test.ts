import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utcInstant } from '../../src/grid/naive-time.js';

it.each([
  ['2018-08-06T03:40:08.328044', '2018-08-06T03:40:08.328Z'],
  ['2018-08-06 03:40:08', '2018-08-06T03:40:08.000Z'],
  ['2018-08-06T03:40', '2018-08-06T03:40:00.000Z'],
  ['2018-08-06T03:40:08.3', '2018-08-06T03:40:08.300Z'],
  ['2018-08-06T03:40:08.32Z', '2018-08-06T03:40:08.320Z'],
  ['2018-08-06T03:40:08Z', '2018-08-06T03:40:08.000Z'],
  ['2018-08-06T03:40+00:00', '2018-08-06T03:40:00.000Z'],
  ['2020-02-29T00:00:00', '2020-02-29T00:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(utcInstant(text)).toBe(instant);
});

it.each([
  '',
  'today',
  '2019-02-29T00:00:00',
  '1900-02-29T00:00:00',
  '2019-13-01T00:00:00',
  '2019-00-10T00:00:00',
  '2019-01-00T00:00:00',
  '2019-01-01T24:00:00',
  '2019-01-01T00:60:00',
  '2019-01-01T00:00:60',
  '2019-01-01',
  '2019-01-01T00:00:00+99:00',
  '2019-01-01T00:00:00 CET',
  1533526808,
  null,
  undefined,
])('%j is no time', (text) => {
  expect(utcInstant(text)).toBeNull();
});

it('keeps every moment, to the millisecond', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
      expect(utcInstant(`${date.toISOString().slice(0, 23)}456`)).toBe(date.toISOString());
    }),
  );
});

it('answers a real moment or null', () => {
  const digits = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 9999 }),
      digits,
      digits,
      digits,
      digits,
      digits,
      (year, month, day, hour, minute, second) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
        const ms = Date.parse(`${text}Z`);
        const isReal = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
        expect(utcInstant(text)).toBe(isReal ? `${text}.000Z` : null);
      },
    ),
  );
});
