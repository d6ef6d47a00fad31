import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { scheduleRetirements, undoRetirement } from '../../../src/inventory/edits/edit.js';
import { compareCatalogue } from '../../../src/inventory/import/compare.js';
import { mergeCatalogue } from '../../../src/inventory/import/merge.js';
import { mergeOs } from '../../../src/inventory/import/merge-os.js';
import { aRecord } from '../../planning/builders.js';
import { inventoryOf } from '../texts.js';

const plain = `campaign: { name: pilot2, requests: { channel: ggus } }
sites:
  BNL: # ours
    queues:
      A: {}
      B: {}
retirements:
  - { queue: A, on: 2019-08-15, because: SL6 }   # said
  - { queue: B, on: 2019-08-16, because: SL6 }
grid: { use: rehearsal }
`;
const quoted = plain.replace(/\b(campaign|sites|BNL|queues|queue|on|A|B|retirements|grid)(?=:)/g, '"$1"');
const document = load(plain.replaceAll(/(2019-08-1.)/g, '"$1"'));

const kinds = {
  plain,
  'with quoted keys': quoted,
  'with single quotes': quoted.replaceAll('"', "'"),
  'with a byte order mark': `\uFEFF${plain}`,
  'with CRLF': plain.replaceAll('\n', '\r\n'),
  'with a byte order mark, quoted keys and CRLF': `\uFEFF${quoted.replaceAll('\n', '\r\n')}`,
  'that begins with the retirements, after a byte order mark': `\uFEFF${plain.slice(plain.indexOf('retirements'))}${plain.slice(0, plain.indexOf('retirements'))}`,
  'written as JSON': JSON.stringify(document, null, 2),
  'written as JSON on one line, after a byte order mark': `\uFEFF${JSON.stringify(document)}\n`,
  'written as JSON with CRLF': `${JSON.stringify(document, null, 2)}\n`.replaceAll('\n', '\r\n'),
};

const edits = {
  'a new entry': {
    edit: (text: string) => scheduleRetirements(text, [{ queue: 'C', on: '2019-09-01', because: 'no, "old"' }]),
    retirements: [
      ['A', '2019-08-15', 'SL6'],
      ['B', '2019-08-16', 'SL6'],
      ['C', '2019-09-01', 'no, "old"'],
    ],
    queues: { A: {}, B: {}, C: {} },
    onlyAdds: true,
  },
  'another day and data': {
    edit: (text: string) => scheduleRetirements(text, [{ queue: 'A', on: '2019-09-01', because: 'SL6', data: 'gone' }]),
    retirements: [
      ['A', '2019-09-01', 'SL6'],
      ['B', '2019-08-16', 'SL6'],
    ],
    queues: { A: {}, B: {}, C: {} },
    onlyAdds: false,
  },
  'no entry': {
    edit: (text: string) => undoRetirement(text, 'A'),
    retirements: [['B', '2019-08-16', 'SL6']],
    queues: { A: {}, B: {}, C: {} },
    onlyAdds: false,
  },
  'no entry at all': {
    edit: async (text: string) => undoRetirement(await undoRetirement(text, 'B'), 'A'),
    retirements: [],
    queues: { A: {}, B: {}, C: {} },
    onlyAdds: false,
  },
  'the catalogue': {
    edit: async (text: string) => {
      const records = ['A', 'B', 'C', 'NEW'].map((name) => aRecord(name, { atlas_site: 'BNL', cmtconfig: '' }));
      const options = { today: '2019-08-05', complete: true, renamed: new Map<string, string>() } as const;
      const diff = compareCatalogue(inventoryOf(text), records, options);
      const merged = mergeCatalogue([{ file: 'sites.yaml', text }], diff, options.today);
      expect(merged.undecided).toEqual([]);
      return Promise.resolve(merged.texts[0]?.text ?? '');
    },
    retirements: [
      ['A', '2019-08-15', 'SL6'],
      ['B', '2019-08-16', 'SL6'],
    ],
    queues: { A: {}, B: {}, C: {}, NEW: {} },
    onlyAdds: true,
  },
  'operating systems': {
    edit: async (text: string) => {
      const hint = { site: 'BNL', queue: 'B', os: 'centos7', evidence: 'os.csv, line 2', on: '2019-08-05' } as const;
      const merged = mergeOs([{ file: 'sites.yaml', text }], [hint]);
      expect(merged.undecided).toEqual([]);
      return Promise.resolve(merged.texts[0]?.text ?? '');
    },
    retirements: [
      ['A', '2019-08-15', 'SL6'],
      ['B', '2019-08-16', 'SL6'],
    ],
    queues: { A: {}, B: { os: { is: 'centos7', evidence: 'os.csv, line 2', on: '2019-08-05', hint: true } }, C: {} },
    onlyAdds: true,
  },
};

/** What stands in the first text between the beginning and the end that both share. */
function replaced(before: string, after: string): string {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  let end = 0;
  while (end < before.length - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return before.slice(from, before.length - end);
}

describe.each(Object.entries(kinds))('a file %s', (kind, text) => {
  const withC = /JSON/.test(kind)
    ? text.replace(/"B": ?\{\}/, (entry) => `${entry}, "C": {}`)
    : text.replace(/( +["']?)B(["']?: \{\}\r?\n)/, '$1B$2$1C$2');

  it.each(Object.entries(edits))('takes %s, keeps every other byte and stays what it is', async (_, wanted) => {
    const after = await wanted.edit(withC);
    const { sites, retirements } = inventoryOf(after);
    expect(retirements.map(({ queue, on, because }) => [queue, on, because])).toEqual(wanted.retirements);
    expect(sites[0]?.queues).toEqual(wanted.queues);
    expect(after.startsWith('\uFEFF')).toBe(withC.startsWith('\uFEFF'));
    expect(/(?<!\r)\n/.test(after)).toBe(/(?<!\r)\n/.test(withC));
    if (kind.includes('JSON')) expect(() => JSON.parse(after.replace('\uFEFF', '')) as unknown).not.toThrow();
    const taken = replaced(withC, after);
    if (wanted.onlyAdds) expect(taken).toMatch(/^(?:\{\})?$/);
    expect(after.includes('# ours')).toBe(withC.includes('# ours'));
    expect(taken).not.toMatch(/campaign|sites|queues|grid/);
  });
});

describe('a file without retirements', () => {
  it.each([
    [
      'in braces',
      '{ campaign: { name: c }, sites: { S: { queues: { A } } } } # end\n',
      '{ campaign: { name: c }, sites: { S: { queues: { A } } }, retirements: [{ queue: A, on: 2019-09-01 }] } # end\n',
    ],
    [
      'in JSON',
      '{"sites": {"S": {"queues": {"A": {}}}}}\n',
      '{"sites": {"S": {"queues": {"A": {}}}}, "retirements": [{ "queue": "A", "on": "2019-09-01" }]}\n',
    ],
    [
      'after a byte order mark',
      '\uFEFFsites: {}',
      '\uFEFFsites: {}\n\nretirements:\n  - { queue: A, on: 2019-09-01 }\n',
    ],
  ])('gets them %s', async (_, before, after) => {
    expect(await scheduleRetirements(before, [{ queue: 'A', on: '2019-09-01' }])).toBe(after);
  });
});

it('what cannot be edited safely is refused with its line', async () => {
  const shared = plain.replace('retirements:', 'retirements: # with the data of site\n  - *one\n');
  const anchored = shared.replace('A: {}', 'A: &one { exclude: x }');
  await expect(undoRetirement(anchored, 'B')).rejects.toMatchObject({
    message: expect.stringContaining('The retirements cannot be read on line 8: ') as string,
    advice: ['Make this change by hand, then run `migrate validate`.'],
  });
});
