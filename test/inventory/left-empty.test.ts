import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { meanings } from '../../scripts/docs/meanings.js';
import { withChanges } from '../../src/cli/args/campaign-change.js';
import { parseYaml } from '../../src/inventory/yaml/parse.js';
import { check, inventoryOf, smallest, theFinding, withCampaign, withSite } from './texts.js';

const ggus = withCampaign('requests: { channel: ggus }');
const leftEmpty = 'a key left empty';

describe('a key left empty', () => {
  it('names key and line, and says what to write', () => {
    const finding = theFinding(`${ggus}    hold:\n`);
    expect(finding).toMatchObject({ severity: 'error', path: 'sites.OSCER.hold', line: 7, found: leftEmpty });
    expect(finding.message).toBe(
      'found a key left empty, expected a mapping of because, until, by. Write its value, or take the key out.',
    );
  });

  it.each([
    ['a hold', `${ggus}    hold:\n`],
    ['a hold whose lines are commented out', `${ggus}    hold: # storage move\n      # because: storage move\n`],
    ['the end of a hold', `${ggus}    hold: { because: works, until: }\n`],
    ['a day of readiness', `${ggus}    ready_on:\n`],
    ['a pin', `${ggus}    pin: # 2019-08-05\n`],
    ['sites that go before', `${ggus}    after:\n`],
    ['freezes', withCampaign('freezes:')],
    ['a limit', withCampaign('limits: { in_commissioning: }')],
    ['a key of one line without a colon', withCampaign('limits: { in_commissioning }')],
    ['approvals', withCampaign('approvals:')],
    ['the country of a holiday', withCampaign('holidays: [{ on: 2019-08-15, country: }]')],
    ['the day of a retirement', `${ggus}retirements: [{ queue: OU_OSCER_ATLAS, on: }]\n`],
    ['retirements', `${ggus}retirements:\n`],
    ['includes', `${ggus}include:\n`],
    ['what stands under an anchor', `${ggus}    ready_on: &day\n    pin: *day\n`],
    ['the field of a queue', ggus.replace('ATLAS: {}', 'ATLAS: { exclude: }')],
  ])('is an error: %s', (_, text) => {
    const { ok, findings } = check(text);
    expect([ok, findings.some(({ found }) => found === leftEmpty)]).toEqual([false, true]);
  });

  it('is an error in an included file', () => {
    const { findings } = check(`${ggus}include: [more.yaml]\n`, {
      'more.yaml': 'sites:\n  TRIUMF:\n    hold:\n    queues: { T: {} }\n',
    });
    expect(findings).toMatchObject([{ file: 'more.yaml', line: 3, path: 'sites.TRIUMF.hold', found: leftEmpty }]);
  });

  it('is none where null is written out', () => {
    for (const nothing of ['null', '~'])
      expect(
        inventoryOf(`${ggus}    hold: ${nothing}\n    pin: ${nothing}\nretirements: ${nothing}\n`).sites,
      ).toMatchObject([{ hold: null, pin: null }]);
  });

  it('is harmless as a queue, which overrides nothing', () => {
    const text = ggus.replace('{ OU_OSCER_ATLAS: {} }', '\n      OU_OSCER_ATLAS:\n      ANALY_OSCER: # later\n');
    expect(inventoryOf(text).sites[0]?.queues).toEqual({ OU_OSCER_ATLAS: {}, ANALY_OSCER: {} });
    expect(inventoryOf(ggus.replace('OU_OSCER_ATLAS: {}', 'A: , B')).sites[0]?.queues).toEqual({ A: {}, B: {} });
  });

  it('is told from text after a comma that became a key', () => {
    expect(theFinding(withSite('contact: a@b.example', 'os: { is: el9, evidence: hint, checked by X }')).message).toBe(
      'found the key "checked by X" without a value, expected one of is, evidence, on, hint. If it belongs to the text before the comma, put that text in quotes.',
    );
  });

  it('and nothing before a colon is a key as before', () => {
    expect(parseYaml('sites.yaml', '? \n: 1\n')).toMatchObject({ ok: true, document: { null: 1 } });
    expect(check(`${ggus}    after: [ , ]\n`).ok).toBe(false);
  });

  it('is refused after --set as well', async () => {
    const inventory = inventoryOf(withCampaign('limits: { in_commissioning: 3 }'));
    for (const change of [
      'limits.in_commissioning=',
      'limits.in_commissioning= # none',
      'order=---',
      'freezes=[{ from: }]',
    ])
      await expect(withChanges(inventory, [change]), change).rejects.toMatchObject({ exit: 2 });
    const lifted = await withChanges(inventory, ['limits.in_commissioning=null']);
    expect(lifted.campaign.limits.in_commissioning).toBeNull();
  });
});

/** Every key of the format; `.*` stands for keys of which `ready_when` and `readiness` have one each below. */
const keys = Object.keys(meanings).map((path) =>
  path
    .replace('ready_when.*', 'ready_when.os')
    .replace('readiness.*', 'readiness.downtime')
    .replaceAll('<name>', 'OSCER')
    .split(/(?=\[\])|\./),
);

/** The document with nothing but what leads to one key; `mark` is to be emptied. */
function leadingTo(path: readonly string[], style: { readonly flow: boolean; readonly quoted: boolean }): string {
  const document = path.reduceRight<unknown>((value, step) => (step === '[]' ? [value] : { [step]: value }), 'mark');
  const text = dump(document, { flowLevel: style.flow ? 1 : -1, lineWidth: -1 });
  const last = path.at(-1) ?? '';
  return style.quoted ? text.replace(`${last}: mark`, `"${last}": mark`) : text;
}

describe('every key of the format', () => {
  it('is counted', () => {
    expect(keys.length).toBeGreaterThan(150);
  });

  it('is an error when it is left empty, at its own line, however it is written', () => {
    const style = fc.record({ flow: fc.boolean(), quoted: fc.boolean() });
    const nothing = fc.constantFrom('', ' ', ' # to be filled in', '\t');
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        style,
        nothing,
        fc.constantFrom('\n', '\r\n'),
        (path, written, rest, end) => {
          const marked = leadingTo(path, written);
          const text = marked.replace(' mark', marked.includes('mark}') ? '' : rest).replaceAll('\n', end);
          const { ok, findings } = check(text);
          const line = marked.slice(0, marked.indexOf('mark')).split('\n').length;
          const told = path.join('.').replaceAll('.[]', '[0]');
          expect(ok).toBe(false);
          expect(findings, text).toContainEqual(
            expect.objectContaining({ severity: 'error', path: told, line, found: leftEmpty }),
          );
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe('a name written as a number', () => {
  it.each([
    ['campaign.name', smallest.replace('pilot2', '2019')],
    ['campaign.order[0]', withCampaign('order: [12]')],
    ['sites.OSCER.after[0]', withSite('after: [12]')],
    ['sites.OSCER.contact', withSite('contact: 12')],
    ['sites.OSCER.country', withSite('country: 12')],
    ['sites.OSCER.cloud', withSite('cloud: 12')],
    ['sites.OSCER.hold.by', withSite('hold: { because: works, by: 12 }')],
    ['sites.OSCER.atlas_sites[0]', withSite('atlas_sites: [12]')],
    ['sites.OSCER.traits.singularity', withSite('traits: { singularity: 2.6 }')],
    ['retirements[0].queue', `${smallest}retirements: [{ queue: 12 }]\n`],
  ])('is an error: %s', (path, text) => {
    expect(check(text).findings).toContainEqual(expect.objectContaining({ severity: 'error', path }));
  });
});
