import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Agent from '../../commands/agent.js';
import History from '../../commands/history.js';
import LedgerMove from '../../commands/ledger/move.js';
import Next from '../../commands/next.js';
import Pause from '../../commands/pause.js';
import { goWrong, smallCampaign } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

const once = ['--once', '--name', 'one'];

function campaignWith(may: string) {
  const campaign = smallCampaign();
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
    expect(kinds).toEqual(new Set(['brokeroff done']));
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
    expect((await resultOf(Agent, 'agent', [...argv, ...once])).tasks).toEqual([]);
  });

  it('with more allowed does more', async () => {
    const { argv } = campaignWith('flip, request, look');
    const { tasks } = await resultOf(Agent, 'agent', [...argv, ...once]);
    expect(new Set(tasks.map(({ task }) => task))).toEqual(new Set(['request', 'flip', 'look']));
  });

  it('resumes what an operator left open, whatever it may do by itself', async () => {
    const { argv, file } = campaignWith('');
    await goWrong(file, { kind: 'no effect', on: { queue: 'ANALY_GAMMA_SL6' } });
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
