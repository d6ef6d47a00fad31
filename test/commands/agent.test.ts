import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Agent from '../../commands/agent.js';
import History from '../../commands/history.js';
import LedgerMove from '../../commands/ledger/move.js';
import Next from '../../commands/next.js';
import Pause from '../../commands/pause.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import { goWrong, smallCampaign } from './campaigns.js';
import { httpServer } from '../grid/server.js';
import { resultOf, run, runJson } from './run-command.js';

const once = ['--once', '--name', 'one'];

function campaignWith(may: string, lines = '') {
  const campaign = smallCampaign(lines);
  const text = readFileSync(campaign.file, 'utf8');
  writeFileSync(campaign.file, text.replace('  pace:', `  agents: { may: [${may}] }\n  pace:`));
  return campaign;
}

describe('an agent', () => {
  it('does what policy lets it do, once; the rest is proposed to the operator in next', async () => {
    const { argv } = smallCampaign();
    const before = await resultOf(Next, 'next', [...argv, '--dry-run']);
    const { agent, tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(agent).toBe('agent one');
    const kinds = new Set(tasks.map(({ task, outcome }) => `${task} ${outcome}`));
    expect(kinds).toEqual(new Set(['notice not-run', 'brokeroff done']));
    const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run']);
    const flips = before.operations.filter(({ kind }) => kind === 'flip');
    expect(flips.length).toBeGreaterThan(0);
    expect(operations.filter(({ kind }) => kind === 'flip')).toEqual(flips);
    expect(operations.filter(({ kind }) => kind === 'brokeroff')).toEqual([]);
    const { events } = await resultOf(History, 'history', argv);
    expect(events[0]).toMatchObject({
      actor: 'agent one',
      what: 'intended',
      origin: { command: expect.stringMatching(/^migrate agent .*--once/) as string },
    });
    expect(events[0]?.origin?.plan).toMatch(/^[0-9a-f]{64}$/);
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks.map(({ task }) => task)).toEqual(['notice']);
  });

  it('with more allowed does more', async () => {
    const { argv } = campaignWith('flip, request, look');
    const { tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(new Set(tasks.map(({ task }) => task))).toEqual(new Set(['request', 'flip', 'look']));
  });

  it('sets on its date what retires though it may not tell the site; an operator is to tell it, late rather than never', async () => {
    const { argv } = campaignWith('brokeroff');
    const { tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(tasks).toMatchObject([
      {
        task: 'notice',
        subject: 'GAMMA',
        outcome: 'not-run',
        message: expect.stringContaining('may not send') as string,
      },
      { task: 'brokeroff', subject: 'ANALY_GAMMA_SL6', outcome: 'done' },
    ]);
    const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run', '--track', 'retirement']);
    expect(operations).toMatchObject([
      {
        key: 'small/GAMMA/brokeroff-notice#1',
        reason: 'a CentOS7 queue exists. In brokeroff since 2030-01-07: told late.',
      },
    ]);
    await resultOf(Next, 'next', [...argv, '--yes', '--track', 'retirement']);
    expect((await resultOf(Next, 'next', [...argv, '--dry-run', '--track', 'retirement'])).operations).toEqual([]);
  });

  it('sends notices without requests, and requests without notices, as it may', async () => {
    const { argv } = campaignWith('notice');
    const { tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(tasks).toMatchObject([{ task: 'request', subject: 'GAMMA', outcome: 'done' }]);
    const other = campaignWith('request');
    const sent = (await resultOf(Agent, 'agent', [...other.argv, ...once])).tasks.map(({ subject }) => subject);
    expect(sent).toContain('BETA');
    expect(sent).not.toContain('GAMMA');
  });

  it('tells people news once, where it may notify', async () => {
    const server = await httpServer((response) => response.writeHead(200).end('ok'));
    const { argv, file, folder } = campaignWith('notify', 'notices: { webhook: { url_file: hook } }\n');
    writeFileSync(join(folder, 'hook'), `${server.url}/hooks/1`, { mode: 0o600 });
    const { tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(tasks).toMatchObject([{ task: 'notify', subject: 'ANALY_DELTA by webhook', outcome: 'done' }]);
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks).toEqual([]);
    expect(server.seen).toHaveLength(1);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^notices:.*/m, ''));
    expect((await runJson(Agent, 'agent', [...argv, ...once])).result?.tasks).toMatchObject([
      { task: 'notify', outcome: 'failed', message: expect.stringContaining('names no way to tell people') as string },
    ]);
  });

  it('writes the report where it may, again when the last one is old', async () => {
    const { argv, file, folder } = campaignWith('report');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('may: [report]', 'may: [report], report: { file: status.html }'),
    );
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks).toMatchObject([
      { task: 'report', subject: 'status.html', outcome: 'done' },
    ]);
    expect(readFileSync(join(folder, 'status.html'), 'utf8')).toContain('<h1>small campaign</h1>');
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks).toEqual([]);
    await run(RehearsalAdvance, 'rehearsal-advance', ['24h', ...argv]);
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks).toHaveLength(1);
  });

  it('resumes what an operator left open, whatever it may do by itself', async () => {
    const { argv, file } = campaignWith('');
    await goWrong(file, { kind: 'no effect', on: { queue: 'ANALY_GAMMA_SL6', endpoint: 'set_probestatus' } });
    const left = await resultOf(Next, 'next', [...argv, '--yes', '--track', 'retirement']);
    const open = left.outcomes?.filter(({ outcome }) => outcome === 'unconfirmed') ?? [];
    const { tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(tasks).toMatchObject([{ subject: 'ANALY_GAMMA_SL6', outcome: 'done' }]);
    expect(open).toMatchObject([{ queue: 'ANALY_GAMMA_SL6' }]);
  });

  it('does nothing where it is paused', async () => {
    const { argv } = smallCampaign();
    await resultOf(Pause, 'pause', [...argv, '--reason', 'the weekend']);
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks).toEqual([]);
  });

  it('ends where its ledger has gone elsewhere', async () => {
    const { argv, folder } = smallCampaign();
    await resultOf(Agent, 'agent', [...argv, ...once]);
    await resultOf(LedgerMove, 'ledger-move', [...argv, '--to', `${folder}/moved.sqlite`, '--yes']);
    expect(await runJson(Agent, 'agent', [...argv, ...once])).toMatchObject({
      status: 3,
      error: { code: 'ledger-refused' },
    });
  });

  it('says what the grid did not answer, and is there again at the next round', async () => {
    const { argv, file } = smallCampaign();
    await goWrong(file, { kind: 'status', status: 400, on: { effect: 'read' }, count: 12 });
    const failed = await runJson(Agent, 'agent', [...argv, ...once]);
    expect(failed).toMatchObject({ status: 1 });
    expect(failed.result?.tasks[0]).toMatchObject({ task: 'survey', outcome: 'failed' });
  });
});
