import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInventory } from '../../../src/inventory/check.js';
import { compareCatalogue } from '../../../src/inventory/import/compare.js';
import { mergeCatalogue } from '../../../src/inventory/import/merge.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { QueueRecord } from '../../../src/model/record.js';
import { aRecord } from '../../planning/builders.js';

const head = 'campaign:\n  name: pilot2 # ours\n';
const today = '2019-08-05';

function inventoryOf(text: string): Inventory {
  const checked = checkInventory('sites.yaml', () => ({ ok: true, text }));
  if (!checked.ok) throw new Error(`${checked.findings.map(({ message }) => message).join('\n')}\n${text}`);
  return checked.inventory;
}

function imported(text: string, records: readonly QueueRecord[]): string {
  const options = { today, complete: true, renamed: new Map<string, string>() };
  const merged = mergeCatalogue(
    [{ file: 'sites.yaml', text }],
    compareCatalogue(inventoryOf(text), records, options),
    today,
  );
  return merged.texts[0]?.text ?? '';
}

function at(site: string, ...queues: readonly string[]): readonly QueueRecord[] {
  return queues.map((queue) => aRecord(queue, { atlas_site: site, cmtconfig: '' }));
}

describe('an import into a text', () => {
  it('puts new queues at the end of their site and new sites at the end, with hints', () => {
    const text = `${head}sites:
  # the first
  BNL:
    slots: 12 # about
    queues:
      BNL: {} # Tier-1
      # the many cores
      BNL_MCORE:
        exclude: moves

retirements: []
`;
    expect(imported(text, [...at('BNL', 'BNL', 'BNL_MCORE', 'BNL_SL7'), ...at('123', 'Q1', 'NO')])).toBe(`${head}sites:
  # the first
  BNL:
    slots: 12 # about
    queues:
      BNL: {} # Tier-1
      # the many cores
      BNL_MCORE:
        exclude: moves
      BNL_SL7: { os: { is: centos7, evidence: "hint: the name BNL_SL7", on: 2019-08-05, hint: true } }

  "123":
    queues:
      Q1: {}
      "NO": {}

retirements: []
`);
  });

  it('does the same where queues and sites are written on one line', () => {
    const text = `${head}sites: { BNL: { queues: { BNL: {} } } }\n`;
    expect(imported(text, [...at('BNL', 'BNL', 'BNL_X'), ...at('AGLT2', 'AGLT2')])).toBe(
      `${head}sites: { BNL: { queues: { BNL: {}, BNL_X: {} } }, AGLT2: { queues: { AGLT2: {} } } }\n`,
    );
  });

  it('excludes a gone queue whatever its entry looks like, and takes it in again', () => {
    const text = `${head}sites:
  BNL:
    queues:
      A: {}
      B:
      C: { type: analysis }
      D:
        capability: mcore # eight
      E: null
      BNL: {}
`;
    const gone = imported(text, at('BNL', 'BNL'));
    expect(Object.values(inventoryOf(gone).sites[0]?.queues ?? {}).map(({ exclude }) => exclude)).toEqual([
      ...Array.from({ length: 5 }, () => 'not in the catalogue since 2019-08-05'),
      undefined,
    ]);
    expect(gone).toContain('capability: mcore # eight\n        exclude: not in the catalogue');
    const back = inventoryOf(imported(gone, at('BNL', 'A', 'B', 'C', 'D', 'E', 'BNL')));
    expect(back.sites).toEqual(inventoryOf(text).sites);
  });

  it('renames a queue where it stands, in its retirement too', () => {
    const text = `${head}sites: { BNL: { queues: { "OLD": { type: analysis }, BNL: {} } } }
retirements:
  - { queue: 'OLD', because: done } # soon
`;
    const renamed = aRecord('NEW', { atlas_site: 'BNL', nickname: 'OLD' });
    expect(imported(text, [...at('BNL', 'BNL'), renamed])).toBe(text.replace('"OLD"', 'NEW').replace("'OLD'", 'NEW'));
  });

  it('moves a queue with all its lines and its comment', () => {
    const text = `${head}sites:
  BNL:
    queues:
      BNL: {}
      X: # a good one
        type: analysis
        # of theirs
        capability: mcore
  OSCER:
      queues:
          OSCER: {}
`;
    const moved = imported(text, [...at('BNL', 'BNL'), ...at('OSCER', 'OSCER', 'X')]);
    expect(moved).toBe(`${head}sites:
  BNL:
    queues:
      BNL: {}
  OSCER:
      queues:
          OSCER: {}
          X: # a good one
            type: analysis
            # of theirs
            capability: mcore
`);
  });

  it('keeps a file of Windows one', () => {
    const text = `${head}sites:\n  BNL:\n    queues:\n      BNL: {}\n`.replaceAll('\n', '\r\n');
    expect(imported(text, at('BNL', 'BNL', 'BNL_X'))).toBe(`${text}      BNL_X: {}\r\n`);
  });

  it(
    'is a fixed point: imported, edited by hand, imported again, it loses no comment and changes nothing',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(someInventory, someRecords, someHand, (text, records, hand) => {
          const first = imported(text, records);
          expect(commentsOf(first)).toEqual(expect.arrayContaining(commentsOf(text)));
          expect(ownFieldsOf(first)).toEqual(expect.arrayContaining(ownFieldsOf(text)));
          expect(imported(first, records)).toBe(first);
          const edited = hand(first);
          expect(imported(edited, records)).toBe(edited);
        }),
        { numRuns: 300, seed: 7 },
      );
    },
  );
});

const atlasSites = ['S0', 'S1', 'S2', 'S3', 'S4'];
const names = Array.from({ length: 8 }, (_, index) => `Q${'abcdefgh'[index] ?? ''}${'xyzuvwrs'[index] ?? ''}${index}`);

/** Each queue is at one of the sites, at most. */
const someRecords = fc
  .array(fc.option(fc.tuple(fc.constantFrom(...atlasSites), fc.constantFrom('', 'x86_64-slc6-gcc62-opt'))), {
    minLength: names.length,
    maxLength: names.length,
  })
  .map((places) =>
    places.flatMap((place, index) =>
      place === null ? [] : [aRecord(names[index] ?? '', { atlas_site: place[0], cmtconfig: place[1] })],
    ),
  );

const someEntry = fc.constantFrom(
  (name: string) => `      ${name}: {}\n`,
  (name: string) => `      ${name}:\n`,
  (name: string) => `      ${name}: {} # why ${name}\n`,
  (name: string) => `      # above ${name}\n      "${name}": { type: analysis }\n`,
  (name: string) => `      ${name}:\n        # within ${name}\n        capability: own${name}\n`,
);
const someSite = fc.record({
  style: fc.constantFrom('block', 'flow', 'line'),
  entries: fc.array(someEntry, { minLength: 1, maxLength: 3 }),
  gap: fc.constantFrom('', '\n', '\n  # a group\n'),
});

/** Two or three sites in every way of writing, over the first of the names. */
const someInventory = fc.tuple(fc.array(someSite, { minLength: 2, maxLength: 3 }), fc.boolean()).map(([sites, end]) => {
  let next = 0;
  const text = sites.map(({ style, entries, gap }, site) => {
    const own = entries.flatMap((entry) => {
      const name = names[next++];
      return name === undefined ? [] : [{ name, entry }];
    });
    const listed = own.length > 0 ? own : [{ name: `R${site}`, entry: (name: string) => `      ${name}: {}\n` }];
    const flow = listed.map(({ name }) => `${name}: { capability: own${name} }`).join(', ');
    if (style === 'line') return `${gap}  S${site}: { slots: 5, queues: { ${flow} } } # line ${site}\n`;
    if (style === 'flow') return `${gap}  S${site}:\n    queues: { ${flow} } # flow ${site}\n`;
    return `${gap}  S${site}:\n    queues:\n${listed.map(({ name, entry }) => entry(name)).join('')}`;
  });
  return `${head}sites:\n${text.join('')}${end ? '# the end\nretirements: []\n' : ''}`;
});

/** What people do to a file between two imports. */
const someHand = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `# reviewed\n${text}`,
  (text) => text.replace(/^ {6}(Q\w+):/m, '      # looked at\n      $1:'),
  (text) => text.replace(/, hint: true/, ''),
  (text) => text.replace(/slots: 5/, 'contact: anna@site.example'),
  (text) => text.replace(/capability: own(\w+)/, 'capability: mcore'),
  (text) => `${text}\n# signed\n`,
);

function commentsOf(text: string): string[] {
  return [...text.matchAll(/#[^\n]*/g)].map(([comment]) => comment);
}

function ownFieldsOf(text: string): string[] {
  return [...text.matchAll(/capability: own\w+/g)].map(([field]) => field);
}
