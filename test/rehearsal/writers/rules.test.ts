import { describe, expect, it } from 'vitest';
import { hammerCloudWord, type TestedQueue } from '../../../src/rehearsal/writers/hammercloud-rules.js';
import { switcherWord, type ServedQueue } from '../../../src/rehearsal/writers/switcher-rules.js';

const hourMs = 3_600_000;

/** `'f. . '`: one word a template, its jobs the newest first, `f` failed. */
function results(text: string): TestedQueue['results'] {
  return text.split(' ').flatMap((jobs, template) => Array.from(jobs, (job) => ({ template, hasFailed: job === 'f' })));
}

function tested(text: string, rest: Partial<TestedQueue> = {}): TestedQueue {
  return {
    name: 'ANALY_OSCER',
    mode: 'AutoExclusion',
    status: 'online',
    comment: '',
    results: results(text),
    templates: 3,
    excludedMs: null,
    nowMs: 100 * hourMs,
    ...rest,
  };
}

const inTest = { status: 'test', comment: 'HC.Blacklist.set.test' };

describe('HammerCloud', () => {
  it.each<[string, string, Partial<TestedQueue>, 'TEST' | 'ONLINE' | null]>([
    ['the last job of three templates', 'f. f. f.', {}, 'TEST'],
    ['the last job of two', 'f. f. ..', {}, null],
    ['the last two of two templates', 'ff ff ..', {}, 'TEST'],
    ['the last two of one and the last of another', 'ff f. ..', {}, 'TEST'],
    ['the last two of one, and no other', 'ff .f .f', {}, null],
    ['the last three of one', 'fff ... ...', {}, 'TEST'],
    ['three of one, then a good one', '.fff ... ...', {}, null],
    ['the last two of one, and of another the only one', 'ff f .', {}, null],
    ['all, a job of each template', 'f f f', {}, 'TEST'],
    ['none', '.. .. ..', {}, null],
    ['no job of any', '', {}, null],
    ['all, in a queue that is tested only', 'fff fff fff', { mode: 'OnlyTest' }, null],
    ['all, in a queue that is excluded without tests of its own', 'fff fff fff', { mode: 'OnlyExclusion' }, 'TEST'],
    ['all, in a queue that takes no part', 'fff fff fff', { mode: 'False' }, null],
    ['all, where the record does not say', 'fff fff fff', { mode: null }, null],
    ['all, in a test queue by its name', 'fff fff fff', { name: 'ANALY_OSCER_TEST' }, null],
    ['all, in a queue that is brokeroff', 'fff fff fff', { status: 'brokeroff' }, null],
    ['all, in a queue that is offline', 'fff fff fff', { status: 'offline' }, null],
    ['all, five hours after an exclusion', 'fff fff fff', { excludedMs: 95 * hourMs }, null],
    ['all, six hours after an exclusion', 'fff fff fff', { excludedMs: 94 * hourMs }, 'TEST'],
    ['none, in a queue it put in test', '.. .. ..', inTest, 'ONLINE'],
    ['none, in a new queue', '.. .. ..', { status: 'test', comment: 'HC.Test.Me' }, 'ONLINE'],
    ['none of the last two of each', '..f ..f ..f', inTest, 'ONLINE'],
    ['the last but one of one', '.f .. ..', inTest, null],
    ['none, but a template has one job', '. .. ..', inTest, null],
    ['none, in a queue that a person put in test', '.. .. ..', { status: 'test', comment: 'upgrade' }, null],
    ['none, in a queue that is brokeroff', '.. .. ..', { status: 'brokeroff' }, null],
  ])('where %s failed (%s)', (_, text, rest, word) => {
    expect(hammerCloudWord(tested(text, rest))).toBe(word);
  });
});

/** Hours from now. */
function stretch(from: number, to: number): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: from * hourMs, toMs: to * hourMs };
}

function served(rest: Partial<ServedQueue>): ServedQueue {
  return { type: 'production', compute: [[], []], storage: [], own: null, nowMs: 0, ...rest };
}

const analysis = { type: 'analysis' };
const both = (from: number, to: number) => ({ compute: [[stretch(from, to)], [stretch(from, to)]] });

describe('Switcher', () => {
  it.each<[string, Partial<ServedQueue>, ReturnType<typeof switcherWord>]>([
    ['nothing in the calendar', {}, null],
    ['all compute elements down now', both(-1, 9), 'OFFLINE'],
    ['all down in 14 hours: 12, and 2 for a compute element', both(14, 24), 'OFFLINE'],
    ['all down in 15 hours', both(15, 25), null],
    ['analysis: all down in 10 hours', { ...analysis, ...both(10, 20) }, 'BROKEROFF'],
    ['analysis: all down in 6 hours', { ...analysis, ...both(6, 16) }, 'OFFLINE'],
    ['analysis: all down in 11 hours', { ...analysis, ...both(11, 21) }, null],
    ['one compute element of two', { compute: [[stretch(-1, 9)], []] }, null],
    ['both, one after the other', { compute: [[stretch(-1, 9)], [stretch(12, 20)]] }, null],
    ['both, for three hours together', { compute: [[stretch(-1, 3)], [stretch(2, 9)]] }, null],
    ['for less than four hours', both(0, 1.5), null],
    ['storage for a day, in 12 hours', { storage: [stretch(12, 36)] }, 'OFFLINE'],
    ['storage for a day, in 13 hours', { storage: [stretch(13, 37)] }, null],
    ['storage for three days, in 48 hours', { storage: [stretch(48, 120)] }, 'OFFLINE'],
    ['analysis: storage for three days, in 120 hours', { ...analysis, storage: [stretch(120, 200)] }, 'BROKEROFF'],
    ['analysis: storage for three days, in 72 hours', { ...analysis, storage: [stretch(72, 150)] }, 'OFFLINE'],
    ['a special queue', { type: 'special', ...both(-1, 9) }, null],
    ['over, and it was Switcher that took it off', { ...both(-9, 0), own: 'OFFLINE' }, 'ONLINE'],
    ['over, and it was brokeroff', { ...both(-9, 0), own: 'BROKEROFF' }, 'ONLINE'],
    ['over, and Switcher has no rule', both(-9, 0), null],
    ['it has done it already', { ...both(-1, 9), own: 'OFFLINE' }, null],
    ['from brokeroff to offline', { ...analysis, ...both(6, 16), own: 'BROKEROFF' }, 'OFFLINE'],
    ['online by its own rule, and down now', { ...both(-1, 9), own: 'ONLINE' }, 'OFFLINE'],
  ])('%s', (_, rest, word) => {
    expect(switcherWord(served(rest))).toBe(word);
  });
});
