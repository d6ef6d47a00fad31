import { describe, expect, it } from 'vitest';
import { appearance } from '../../src/model/text/look-alike.js';
import { check } from './texts.js';

function withNames(sites: string, retirements = '[]'): string {
  return [
    'campaign: { name: p, pilot: { from: "1", to: "2" }, ready_when: { os: centos7 }, requests: { channel: ggus } }',
    'defaults: { os: { is: centos7, evidence: a test, on: 2019-06-01 } }',
    `sites: ${sites}`,
    `retirements: ${retirements}`,
    '',
  ].join('\n');
}

function warned(text: string): readonly string[] {
  const { ok, findings } = check(text);
  expect(ok, JSON.stringify(findings)).toBe(true);
  return findings.map(({ severity, path, found }) => `${severity}: ${path}: ${found}`);
}

describe('a warning is given of names that people take for one another', () => {
  it('sites that differ only in case', () => {
    expect(warned(withNames('{ OSCER: { queues: { Q: {} } }, Oscer: { queues: { R: {} } } }'))).toEqual([
      expect.stringMatching(/^warning: sites.Oscer: the site "?Oscer"?, which differs only in case from "?OSCER"?$/),
    ]);
  });

  it.each([
    ['Cyrillic', 'ОSCER', 'U+041E'],
    ['Greek', 'ΟSCER', 'U+039F'],
    ['full-width', 'ＯSCER', 'U+FF2F'],
  ])('a queue with letters that are %s, by their numbers', (_what, name, number) => {
    const [only, ...more] = warned(withNames(`{ A: { queues: { OSCER: {}, "${name}": {} } } }`));
    expect(more).toEqual([]);
    expect(only).toContain('looks like');
    expect(only).toContain(number);
    expect(only).toContain('OSCER');
  });

  it('and of none else: a site and its queue, the same queue retiring, other names', () => {
    expect(
      warned(
        withNames('{ A: { queues: { A: {}, B1: {}, BI: {}, ANALY_A: {} } } }', '[{ queue: ANALY_A, because: x }]'),
      ),
    ).toEqual([]);
  });
});

it('names of one alphabet look like themselves', () => {
  expect(appearance('ANALY_Q-1.x')).toBe('analy_q-1.x');
  expect(appearance('НЕРА')).toBe('hepa');
});
