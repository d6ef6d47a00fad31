import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Agent from '../../../commands/agent.js';
import Brokeroff from '../../../commands/brokeroff/index.js';
import BrokeroffUndo from '../../../commands/brokeroff/undo.js';
import Commission from '../../../commands/commission.js';
import ContainersOff from '../../../commands/containers/off.js';
import Drift from '../../../commands/drift.js';
import Flip from '../../../commands/flip.js';
import Import from '../../../commands/import/index.js';
import Next from '../../../commands/next.js';
import Notify from '../../../commands/notify.js';
import Off from '../../../commands/off.js';
import Plan from '../../../commands/plan.js';
import Ready from '../../../commands/ready.js';
import Report from '../../../commands/report.js';
import RequestOpen from '../../../commands/request/open.js';
import RequestStatus from '../../../commands/request/status.js';
import Status from '../../../commands/status.js';
import Validate from '../../../commands/validate.js';
import { server as identity } from '../../grid/http/certificates.js';
import { run, type CommandClass } from '../run-command.js';
import { aRealGrid, aRecord, aSecret } from './services.js';

const certificate = identity.cert + identity.key;

/** What each kind of secret is named by in the profile, and what it holds. */
const kinds = {
  'catalogue: proxy': { catalogue: 'proxy_file', text: certificate },
  'catalogue: token': { catalogue: 'token_file', text: 'a-secret' },
  'ggus: token': { desk: 'ggus', more: 'group: DPA, token_file', text: 'a-secret' },
  'jira: token': { desk: 'jira', more: 'project: DPA, token_file', text: 'a-secret' },
  'mail: password': { desk: 'mail', more: 'from: a@b.example, user: ops, password_file', text: 'a-secret' },
} as const;
type Kind = keyof typeof kinds;

const faults: readonly (readonly [what: string, spoil: (file: string) => void, kinds: readonly Kind[]])[] = [
  [
    'can be read by others',
    (file) => {
      chmodSync(file, 0o640);
    },
    Object.keys(kinds) as Kind[],
  ],
  [
    'is empty',
    (file) => {
      writeFileSync(file, ' \n');
    },
    Object.keys(kinds) as Kind[],
  ],
  [
    'is not a PEM file',
    (file) => {
      writeFileSync(file, 'no certificate');
    },
    ['catalogue: proxy'],
  ],
  [
    'has no private key beside its certificate',
    (file) => {
      writeFileSync(file, identity.cert);
    },
    ['catalogue: proxy'],
  ],
  [
    'has more than one line',
    (file) => {
      writeFileSync(file, 'two\nlines');
    },
    ['catalogue: token', 'ggus: token', 'jira: token', 'mail: password'],
  ],
];

const commands: readonly (readonly [CommandClass, id: string, argv: readonly string[]])[] = [
  [Status, 'status', []],
  [Next, 'next', ['--dry-run']],
  [Next, 'next', ['--yes']],
  [Plan, 'plan', []],
  [Ready, 'ready', []],
  [Drift, 'drift', []],
  [Report, 'report', []],
  [Commission, 'commission', []],
  [RequestStatus, 'request:status', []],
  [RequestOpen, 'request:open', ['AGLT2', '--yes']],
  [Flip, 'flip', ['AGLT2', '--to', '2', '--yes']],
  [ContainersOff, 'containers:off', ['AGLT2', '--reason', 'a test', '--yes']],
  [Brokeroff, 'brokeroff', ['--yes']],
  [BrokeroffUndo, 'brokeroff:undo', ['AGLT2']],
  [Off, 'off', ['AGLT2', '--yes']],
  [Agent, 'agent', ['--once']],
  [Notify, 'notify', []],
  [Validate, 'validate', ['--against-catalogue']],
];

async function aGridWith(kind: Kind, spoil: (file: string) => void) {
  const secret = aSecret(kinds[kind].text);
  const grid = await aRealGrid({ records: [aRecord('AGLT2')], retirements: ['AGLT2'] });
  const [, inventory = ''] = grid.argv;
  const { url } = grid.server;
  const given = kinds[kind];
  let text = readFileSync(inventory, 'utf8');
  if ('catalogue' in given) text = text.replace(`url: "${url}"`, `url: "${url}", ${given.catalogue}: "${secret}"`);
  else
    text = text
      .replace('channel: ggus', `channel: ${given.desk}`)
      .replace(
        'downtimes:',
        `helpdesk: { ${given.desk}: { url: "${given.desk === 'mail' ? 'smtp://127.0.0.1:9' : url}", ${given.more}: "${secret}" } }, downtimes:`,
      );
  writeFileSync(inventory, `${text}notices: { webhook: { url_file: "${aSecret('https://127.0.0.1:9/hook')}" } }\n`);
  spoil(secret);
  return { ...grid, secret };
}

describe.each(faults)('a secret whose file %s', (what, spoil, of) => {
  it.each(of)('%s: every command refuses it before anything is sent', async (kind) => {
    const { argv, server, secret } = await aGridWith(kind, spoil);
    for (const [command, id, own] of commands) {
      const { exit, stdout, stderr } = await run(command, id, [...own, ...argv]);
      expect([id, exit === 0, stdout + stderr]).toEqual([id, false, expect.stringContaining(`${secret} ${what}`)]);
      expect(stdout + stderr).not.toContain('a-secret');
    }
    expect(server.seen).toEqual([]);
  });
});

it.each([
  ['the address of a webhook', 'notices: { webhook: { url_file: "FILE" } }'],
  [
    'the password of a mailbox',
    'notices: { mail: { url: "smtps://127.0.0.1:9", from: a@b.example, to: c@b.example, user: ops, password_file: "FILE" } }',
  ],
])('%s is refused likewise, before anything is read', async (_what, notices) => {
  const { argv, server } = await aRealGrid({ records: [aRecord('AGLT2')] });
  const secret = aSecret('a-secret');
  const [, inventory = ''] = argv;
  writeFileSync(inventory, `${readFileSync(inventory, 'utf8')}${notices.replace('FILE', secret)}\n`);
  chmodSync(secret, 0o644);
  const { exit, stderr } = await run(Notify, 'notify', argv);
  expect([exit, stderr]).toEqual([1, expect.stringContaining(`${secret} can be read by others`)]);
  expect(server.seen).toEqual([]);
});

it('a token of a helpdesk is not needed where the catalogue alone is read', async () => {
  const { argv, server } = await aGridWith('ggus: token', (file) => {
    chmodSync(file, 0o640);
  });
  const { stderr } = await run(Import, 'import', ['--from', 'real', '--dry-run', ...argv]);
  expect(stderr).not.toContain('can be read by others');
  expect(server.seen.length).toBeGreaterThan(0);
});
