import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Apply from '../../commands/apply.js';
import Brokeroff from '../../commands/brokeroff/index.js';
import Next from '../../commands/next.js';
import Off from '../../commands/off.js';
import Plan from '../../commands/plan.js';
import RequestSent from '../../commands/request/sent.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import type { Actor } from '../../src/ledger/port.js';
import { thisProcess } from '../../src/ledger/process.js';
import { instant } from '../../src/model/dates.js';
import type { Operation, Outcome } from '../../src/model/operation.js';
import { goWrong, smallCampaign } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

/** On another machine nobody can tell whether a process lives: its lease says so. */
const elsewhere: Actor = { name: 'bob', host: 'elsewhere', pid: 7, startedAt: 'some day' };
const ended: Actor = { ...thisProcess('bob'), pid: 2 ** 22 + 1 };
const leaseMs = 600_000;

interface Begun {
  readonly by: Actor;
  readonly sent: boolean;
}

interface Campaign {
  readonly argv: readonly string[];
  readonly file: string;
  readonly begin: (operation: Operation, begun: Begun) => Promise<void>;
}

/** The small campaign after its first morning, with a ledger that others work on too. */
async function secondMorning(): Promise<Campaign> {
  const { argv, file, folder } = smallCampaign();
  const ledgerFile = join(folder, 'ledger.sqlite');
  const all = [...argv, '--ledger', ledgerFile];
  await resultOf(Next, 'next', [...all, '--yes']);
  const saved = join(folder, 'identity.json');
  await resultOf(Plan, 'plan', ['--out', saved, ...all]);
  const { grid } = JSON.parse(readFileSync(saved, 'utf8')) as { readonly grid: string };
  return {
    argv: all,
    file,
    async begin(operation, { by, sent }) {
      const ledger = await openSqliteLedger(ledgerFile, { campaign: 'small', grid });
      const at = instant(Date.parse('2030-01-07T09:00:00Z'));
      const intent = { actor: by, at, day: '2030-01-07', leaseMs, inFlightMs: 60_000 };
      const intention = await ledger.intend(operation, intent);
      if (intention.is !== 'ours') throw new Error(JSON.stringify(intention));
      if (sent) await ledger.mark(intention.token, at);
      await ledger.close();
    },
  };
}

function operation(of: Partial<Operation> & Pick<Operation, 'key' | 'kind' | 'subject' | 'site'>): Operation {
  const queue = of.kind === 'request' ? null : of.subject;
  const rest = { reason: 'A test.', before: {}, after: {}, claims: [], inputsFingerprint: '' };
  return { ...rest, ...of, queue } as Operation;
}

const containersOn = operation({
  key: 'small/ANALY_ALPHA/containers-on#0',
  kind: 'containers-on',
  subject: 'ANALY_ALPHA',
  site: 'ALPHA',
});
const notice = operation({
  key: 'small/DELTA/brokeroff-notice#1',
  kind: 'request',
  subject: 'DELTA',
  site: 'DELTA',
  after: { request: 'sent' },
});

function told(outcomes: readonly Outcome[] | undefined): readonly (readonly [key: string, outcome: string])[] {
  return (outcomes ?? []).map(({ key, outcome }) => [key, outcome]);
}

describe('what somebody else has begun and not ended', () => {
  it.each([
    { what: 'in the hands of a process', begun: { by: elsewhere, sent: false }, outcome: 'held', exit: 75 },
    {
      what: 'left by one that was killed before it sent',
      begun: { by: ended, sent: false },
      outcome: 'not-run',
      exit: 68,
    },
  ] as const)('is named by next, $what', async ({ begun, outcome, exit }) => {
    const { argv, begin } = await secondMorning();
    expect((await runJson(Next, 'next', [...argv, '--yes'])).status).toBe(0);
    await begin(containersOn, begun);
    const { status, result } = await runJson(Next, 'next', [...argv, '--yes']);
    expect([status, told(result?.outcomes)]).toEqual([exit, [[containersOn.key, outcome]]]);
    expect((await runJson(Next, 'next', [...argv, '--yes', '--site', 'BETA'])).status).toBe(0);
    // What sent nothing and nobody wants has ended with that; what somebody holds is named again.
    expect((await runJson(Next, 'next', [...argv, '--yes'])).status).toBe(outcome === 'held' ? 75 : 0);
  });

  it('is named where a notice may have been sent, with what finds out', async () => {
    const { argv, begin } = await secondMorning();
    await begin(notice, { by: ended, sent: true });
    const { status, result } = await runJson(Next, 'next', [...argv, '--yes']);
    expect([status, told(result?.outcomes)]).toEqual([68, [[notice.key, 'unconfirmed']]]);
    expect(result?.outcomes?.[0]?.message).toContain('`migrate request sent DELTA --template brokeroff`');
    await resultOf(RequestSent, 'request-sent', ['DELTA', '--template', 'brokeroff', '--yes', ...argv]);
    expect((await runJson(Next, 'next', [...argv, '--yes'])).status).toBe(0);
  });

  it('is named by apply, off and brokeroff, each by what it is about', async () => {
    const { argv, file, begin } = await secondMorning();
    const saved = join(file, '..', 'plan.json');
    await resultOf(Plan, 'plan', ['--out', saved, ...argv]);
    await begin(containersOn, { by: ended, sent: false });
    await begin(notice, { by: elsewhere, sent: true });
    const applied = await runJson(Apply, 'apply', [saved, '--yes', ...argv]);
    expect([applied.status, told(applied.result?.outcomes)]).toEqual([
      75,
      [
        [containersOn.key, 'not-run'],
        [notice.key, 'held'],
      ],
    ]);
    const off = await runJson(Off, 'off', ['--yes', ...argv]);
    expect([off.status, told(off.result?.outcomes)]).toEqual([75, [[notice.key, 'held']]]);
    const brokeroff = await runJson(Brokeroff, 'brokeroff', ['--yes', ...argv]);
    expect([brokeroff.status, told(brokeroff.result?.outcomes)]).toEqual([75, [[notice.key, 'held']]]);
  });
});

describe('a service that is silent', () => {
  it('leaves next at 68, with the reason: which sites answered is unknown', async () => {
    const { argv, file } = await secondMorning();
    await goWrong(file, { kind: 'status', status: 503, count: 99, on: { endpoint: 'ggus search' } });
    const { status, warnings } = await runJson(Next, 'next', [...argv, '--yes']);
    expect(status).toBe(68);
    expect(warnings.join()).toContain('Which requests were sent and answered is unknown');
  });
});
