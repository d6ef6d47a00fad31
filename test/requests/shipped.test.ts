import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Inventory } from '../../src/model/inventory.js';
import { requestDraft } from '../../src/requests/draft.js';
import { otherGenerations } from '../../src/requests/generation.js';
import { templatesFor } from '../../src/requests/library.js';
import { anInventory, aRetirement, aSite } from '../inventory/builders.js';

const oscer = aSite('OSCER', {
  queues: {
    OSCER_MCORE: {},
    OSCER_TEST: {},
    OSCER_SPECIAL: { type: 'special' },
    OSCER_OLD: { exclude: 'gone' },
    ANALY_OSCER: {},
    ANALY_OSCER_SL6: {},
  },
});

function draft(
  step: string,
  {
    inventory = anInventory({ sites: [oscer], retirements: [aRetirement('ANALY_OSCER_SL6', { on: '2019-08-15' })] }),
    because = 'Its jobs fail.',
    before = { request: 'none' },
  }: { inventory?: Inventory; because?: string; before?: Readonly<Record<string, string>> } = {},
) {
  return requestDraft(
    {
      key: `pilot2/${inventory.sites[0]?.name ?? ''}/${step}#1`,
      site: inventory.sites[0]?.name ?? '',
      reason: because,
      before,
    },
    { inventory, library: templatesFor(inventory.file), today: '2019-08-05', operator: 'anna' },
  );
}

describe('the shipped texts', () => {
  it.each(['migration', 'containers-off', 'roll-back', 'brokeroff'])('%s', (step) => {
    const { subject, body } = draft(step);
    expect(`${subject}\n\n${body}`).toMatchSnapshot();
  });

  it('reminder', () => {
    const { subject, body, thread } = draft('reminder', {
      before: { request: 'sent', since: '2019-07-30T08:00:00.000Z', ref: 'GGUS-1000001 (1)' },
    });
    expect(thread).toBe('GGUS-1000001 (1)');
    expect(`${subject}\n\n${body}`).toMatchSnapshot();
  });

  it('escalation', () => {
    const escalated = {
      because: 'OSCER was asked on 2019-07-30 and reminded on 2019-08-06, and has not answered.',
      before: { request: 'sent', since: '2019-07-30T08:00:00.000Z', to: 'US cloud support', ref: 'GGUS-1000001 (1)' },
    };
    const { subject, body, thread } = draft('escalation', escalated);
    expect(thread).toBe('GGUS-1000001 (1)');
    expect(`${subject}\n\n${body}`).toMatchSnapshot();
  });

  it('agreed-day', () => {
    const { subject, body, thread } = draft('agreed-day', {
      before: { request: 'none', on: '2019-08-20', since: '2019-08-05T08:00:00.000Z', ref: 'GGUS-1000001 (1)' },
    });
    expect(thread).toBe('GGUS-1000001 (1)');
    expect(`${subject}\n\n${body}`).toMatchSnapshot();
  });

  it('go out with the marker first, to the contact, with the defaults of the channel', () => {
    expect(draft('migration')).toMatchObject({
      marker: '[pilot2/OSCER/migration#1]',
      to: 'support@oscer.example',
      channelDefaults: { importance: 'normal' },
    });
    expect(draft('migration').subject).toMatch(/^\[pilot2\/OSCER\/migration#1\] Pilot 2 at OSCER/);
    const jira = anInventory({
      sites: [oscer],
      campaign: { requests: { channel: 'jira', lead_days: 3, remind_days: 5, template: 'migration-request' } },
    });
    expect(draft('migration', { inventory: jira }).channelDefaults).toEqual({ issuetype: 'Task' });
  });
});

describe('the texts follow the campaign', () => {
  const pilot3 = {
    name: 'pilot3',
    pilot: { from: '2', to: '3' },
    containers: { translate: { 'singularity:pilot': 'apptainer:pilot' }, on: 'apptainer:pilot' },
    ready_when: { os: ['el9', 'alma9'] },
  };
  const inventory = anInventory({
    sites: [aSite('OSCER', { queues: { OSCER_MCORE: {}, ANALY_OSCER: {} } })],
    campaign: pilot3,
    retirements: [aRetirement('ANALY_OSCER', { because: 'CentOS 7 ends' })],
  });
  const steps = ['migration', 'reminder', 'containers-off', 'roll-back', 'brokeroff'];

  it.each(steps)('%s of a Pilot 3 campaign speaks of no other system, tool or pilot', (step) => {
    const { subject, body } = draft(step, { inventory, because: 'pilot fault: 71 of 123 jobs failed.' });
    expect(`${subject}\n${body}`).not.toMatch(/SL6|singularity|Pilot 1|\bundefined\b|CentOS7/i);
  });

  it('names what ready_when asks for, and the tool of the containers', () => {
    expect(draft('migration', { inventory }).body).toContain('the worker nodes run el9 or alma9, and /cvmfs');
    expect(draft('migration', { inventory }).body).toContain('- apptainer works there');
    expect(draft('brokeroff', { inventory }).body).toContain('- ANALY_OSCER now (CentOS 7 ends)');
  });

  it('says nothing of containers in a campaign without them, and of no system where none is asked for', () => {
    const bare = anInventory({ sites: [oscer], campaign: { containers: null, ready_when: {} } });
    const { body } = draft('migration', { inventory: bare });
    expect(body).not.toMatch(/containers|singularity|nodes run/);
    expect(body).toContain('- /cvmfs/atlas.cern.ch is mounted on the worker nodes;');
  });

  it('none of the shipped ones is written for one migration', () => {
    for (const { text } of templatesFor('sites.yaml').known()) expect(otherGenerations(text, inventory)).toEqual([]);
  });
});

describe("the operators' own templates", () => {
  it('in a folder beside the inventory win over the shipped ones', () => {
    const folder = mkdtempSync(join(tmpdir(), 'templates-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'templates', 'migration-request.mustache'), 'subject: Ours\n\nHello {{site}}\n');
    const inventory = anInventory({ file: join(folder, 'sites.yaml'), sites: [oscer] });
    expect(draft('migration', { inventory })).toMatchObject({
      subject: '[pilot2/OSCER/migration#1] Ours',
      body: 'Hello OSCER\n',
    });
    expect(templatesFor(inventory.file).names).toEqual([
      'agreed-day',
      'brokeroff',
      'containers-off',
      'escalation',
      'migration-request',
      'reminder',
      'roll-back',
    ]);
  });

  it('that do not exist are named, with those that do', () => {
    expect(() => draft('farewell')).toThrow('found no template "farewell", expected one of agreed-day, brokeroff');
  });
});

describe('text from sites and people', () => {
  it('stays on its line and cannot steer a terminal', () => {
    const because = 'broken\r\nBcc: eve@example.com\n\n.\r\n\u001b[2J\u202eevil\u0007';
    const { body, subject } = draft('containers-off', { because });
    expect(body).toContain('  broken Bcc: eve@example.com . [2J evil');
    expect(`${subject}${body}`).not.toMatch(/[\r\u0007\u001b\u202e]/);
  });

  it('is not read as a template', () => {
    const because = '{{operator}}{{#queues}}x{{/queues}}<% throw 1 %>';
    expect(draft('containers-off', { because }).body).toContain(because);
  });

  it('keeps its letters, whatever language they are of', () => {
    const inventory = anInventory({ sites: [aSite('Orléans-Übersee-日本')] });
    expect(draft('migration', { inventory }).subject).toContain(
      '[pilot2/Orléans-Übersee-日本/migration#1] Pilot 2 at Orléans-Übersee-日本',
    );
  });
});
