import type { IsoDate } from '../../model/dates.js';
import type { Channel } from '../../model/campaign.js';
import { grouped } from '../../model/grouped.js';
import { scalar } from '../edits/splice.js';
import type { CatalogueDiff } from './compare.js';
import { newQueue } from './entries.js';
import { osField } from './merge.js';
import { oneLine } from '../../model/text/printable.js';

/** What a new campaign is, as asked for. */
export interface NewCampaign {
  readonly name: string;
  readonly pilot: { readonly from: string; readonly to: string };
  /** The pair `tool:user` that switches containers on; null: no container track. */
  readonly containers: string | null;
  readonly timezone: string;
  readonly sitesPerDay: number;
  readonly channel: Channel | 'none';
  /** The operating system that sites need; null: any. */
  readonly os: string | null;
}

export interface NewFileOptions {
  readonly today: IsoDate;
  /** Where the records came from, for people. */
  readonly from: string;
  /** Name of the file of records beside this one. */
  readonly records: string;
  /** Address of the catalogue, where it was read from one. */
  readonly catalogue: { readonly kind: 'agis' | 'cric'; readonly url: string } | null;
}

/** A commented `sites.yaml` with these queues by site, in the order of the names. */
export function newInventoryText(
  campaign: NewCampaign,
  added: CatalogueDiff['added'],
  { today, from, records, catalogue }: NewFileOptions,
): string {
  const { pilot, containers, timezone, sitesPerDay, channel, os } = campaign;
  const version = (text: string): string => JSON.stringify(text);
  const needs = [...(os === null ? [] : [`os: ${scalar(os)}`]), 'pilot_manager: Harvester'].join(', ');
  const lines = [
    `# The campaign ${campaign.name}: sites move from pilot ${pilot.from} to pilot ${pilot.to}.`,
    '#',
    `# Begun by \`migrate init\` on ${today} with the queues of ${oneLine(from, 200)}. From here on people keep it, in Git.`,
    '# `migrate import` brings in what is new in the catalogue and leaves comments, order and own fields as they are.',
    '# All keys: docs/sites-yaml.md. What is migrated or requested never stands here: catalogue and ledger say it.',
    '',
    'campaign:',
    `  name: ${scalar(campaign.name)}`,
    '  # As the catalogue writes them in pilot_version.',
    `  pilot: { from: ${version(pilot.from)}, to: ${version(pilot.to)} }`,
    ...(containers === null ? [] : containerLines(containers)),
    '  # What a queue must have before its site can go.',
    `  ready_when: { ${needs} }`,
    ...(os === null
      ? ['  # With an operating system as well: ready_when: { os: centos7, pilot_manager: Harvester }']
      : []),
    `  timezone: ${timezone}`,
    '  # Sites a working day; the last entry that matches a date counts.',
    '  pace:',
    `    - { sites_per_day: ${sitesPerDay} }`,
    '    # - { from: 2030-08-01, to: 2030-08-31, sites_per_day: 1, because: vacation period }',
    '  # holidays: [2030-12-25]',
    '  # freezes: [{ from: 2030-12-20, to: 2031-01-06, because: end-of-year stop }]',
    '  # limits: { per_cloud_per_day: 2, in_commissioning: 20 }',
    ...(channel === 'none'
      ? ['  # Nobody is asked; with ggus, jira or mail sites are, so many days ahead.', '  requests: { channel: none }']
      : ['  # Sites are asked so many days ahead.', `  requests: { channel: ${channel}, lead_days: 3 }`]),
    '  # order: []  # the sites that go first',
    '',
    '# A rehearsal on the records as they were read. Nothing real is touched until `use` names a profile.',
    'grid:',
    '  use: rehearsal',
    `  rehearsal: { scenario: fresh, records: ${scalar(records)} }`,
    ...profileLines(catalogue),
    '',
    '# An `os` with `hint: true` is a guess and counts for nothing: take the hint out when the site has confirmed it.',
    'sites:',
  ];
  const sites = [...grouped(added, ({ site }) => site)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const listed = sites.map(([site, queues]) => {
    const entries = queues.map(({ queue, hint }) =>
      newQueue(queue, hint === null ? '' : osField(hint, today)).block(6),
    );
    return `  ${scalar(site)}:\n    queues:\n${entries.join('')}`;
  });
  return `${lines.join('\n')}\n${listed.join('\n')}`;
}

function containerLines(on: string): readonly string[] {
  const [tool = '', user = ''] = on.split(':');
  return [
    '  # The flip turns the pairs on the left into those on the right; `on` switches containers on where they are off.',
    '  containers:',
    ...(user === 'wrapper' ? [] : [`    translate: { ${JSON.stringify(`${tool}:wrapper`)}: ${JSON.stringify(on)} }`]),
    `    on: ${JSON.stringify(on)}`,
  ];
}

function profileLines(catalogue: NewFileOptions['catalogue']): readonly string[] {
  const { kind, url } = catalogue ?? { kind: 'cric', url: 'https://catalogue.example' };
  return [
    '  # profiles:',
    '  #   production:',
    '  #     # A person makes the changes by these instructions, and the program watches: writer: instructions.',
    `  #     catalogue: { kind: ${kind}, url: ${JSON.stringify(url)}, proxy_file: /tmp/x509up, writer: instructions }`,
    '  #     monitor: { kind: bigpanda, url: "https://bigpanda.cern.ch" }',
  ];
}
