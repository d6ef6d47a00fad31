import { describe, expect, it } from 'vitest';
import { answerOf, type Entry, type Standing } from '../../../src/grid/helpdesk/answer.js';

const closedMs = Date.UTC(2019, 7, 5, 8);
const asked: Entry = { by: 'ops', isOurs: true, atMs: closedMs - 900_000, text: 'May we?' };

function aStanding(more: Partial<Standing>): Standing {
  const { atMs: createdMs } = asked;
  return { state: 'solved', called: 'solved', createdMs, changedMs: closedMs, closedMs, entries: [asked], ...more };
}

function words(afterClosingMs: number, text = 'Please wait.'): Entry {
  return { by: 'site', isOurs: false, atMs: closedMs + afterClosingMs, text };
}

const said = 'site wrote "Please wait."';

describe('a ticket that is solved', () => {
  it('without a word of others is consent, with or without a time of its closing', () => {
    for (const known of [closedMs, null])
      expect(answerOf(aStanding({ closedMs: known }))).toEqual({ state: 'solved', sinceMs: closedMs });
  });

  it.each([-600_000, -1_000, 0, 999])('is consent with the words of %i ms from its closing, which are told', (ms) => {
    const changedMs = closedMs + Math.max(0, ms);
    expect(answerOf(aStanding({ changedMs, entries: [asked, words(ms)] }))).toMatchObject({ state: 'solved', said });
  });

  it.each([1_000, 30_000, 60_000, 600_000])('asks for a person after words %i ms after its closing', (ms) => {
    const standing = aStanding({ changedMs: closedMs + ms, entries: [asked, words(ms)] });
    expect(answerOf(standing)).toMatchObject({ state: 'replied', sinceMs: closedMs + ms, said });
  });

  it('asks for a person where a later word of ours follows the words', () => {
    const ours = { ...asked, atMs: closedMs + 120_000 };
    expect(answerOf(aStanding({ entries: [asked, words(60_000), ours] }))).toMatchObject({ state: 'replied', said });
  });

  it.each([
    ['no time of its closing', { closedMs: null }],
    ['a closing later than its last change', { closedMs: closedMs + 300_000 }],
  ])('with %s asks for a person after any words', (_what, more) => {
    expect(answerOf(aStanding({ ...more, entries: [asked, words(-600_000)] }))).toMatchObject({
      state: 'replied',
      said,
    });
  });
});
