import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Next from '../../commands/next.js';
import Off from '../../commands/off.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import Report from '../../commands/report.js';
import RequestStatus from '../../commands/request/status.js';
import Status from '../../commands/status.js';
import { loadInventory } from '../../src/inventory/load.js';
import { freshScenario } from '../../src/rehearsal/fresh.js';
import { serve } from '../../src/rehearsal/server.js';
import { openWorld } from '../../src/rehearsal/world/world.js';
import { goWrong, smallCampaign } from './campaigns.js';
import { resultOf, run, runJson, type CommandClass } from './run-command.js';

// Nothing listens on the discard port.
const dead = 'http://127.0.0.1:9';

/** The small campaign with ANALY_DELTA in brokeroff, on a catalogue that answers; `services` names the others. */
async function realGrid(services: string): Promise<readonly string[]> {
  const { argv, file, folder } = smallCampaign();
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error('the small campaign is not valid');
  const start = '2030-01-07T08:00:00Z';
  const rule = {
    queue: 'ANALY_DELTA',
    probe: 'manual',
    value: 'BROKEROFF',
    reason: 'the site closes',
    expiration: null,
    updated: start,
  };
  const scenario = { ...freshScenario(loaded.inventory, start), rules: [rule] };
  const world = openWorld({ file: join(folder, 'world.sqlite'), scenario });
  const server = await serve(world);
  onTestFinished(async () => {
    await server.close();
    world.close();
  });
  const grid = `grid: { use: cern, profiles: { cern: { catalogue: { kind: agis, url: "${server.url}", writer: agis }${services} } } }`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^grid: .*$/m, grid));
  return argv;
}

describe('where a service is silent', () => {
  it('the monitor: the rest goes on, and what is drained is unknown', async () => {
    const argv = await realGrid(`, monitor: { kind: bigpanda, url: "${dead}" }`);
    const { status, result, warnings } = await runJson(Status, 'status', argv);
    expect(status).toBe(0);
    expect(result?.retirement.drained).toBeNull();
    expect(warnings.join()).toContain('What is drained is unknown');
    const off = await runJson(Off, 'off', [...argv, '--yes']);
    expect([off.status, off.result?.operations]).toEqual([68, []]);
    expect(off.warnings.join()).toContain('What is drained is unknown');
  });

  it('the helpdesk: how many were asked is unknown, in whatever shows it', async () => {
    const { argv, file } = smallCampaign();
    await goWrong(file, { kind: 'status', status: 503, count: 99, on: { endpoint: 'ggus search' } });
    const { result, warnings } = await runJson(Status, 'status', argv);
    expect(warnings.join()).toContain('Which requests were sent and answered is unknown');
    expect(result?.sites).toMatchObject({ ready: 2, requested: null, accepted: null });
    const { next } = await resultOf(Next, 'next', [...argv, '--dry-run']);
    expect(new Set(next.map(({ request }) => request.state))).toEqual(new Set(['unknown']));
    const shown: readonly (readonly [CommandClass, id: string, argv: readonly string[]])[] = [
      [Status, 'status', []],
      [Next, 'next', ['--dry-run']],
      [Report, 'report', ['--format', 'md']],
      [Report, 'report', ['--format', 'html']],
      [RequestStatus, 'request:status', []],
    ];
    for (const [command, id, own] of shown) {
      const { stdout: screen } = await run(command, id, [...argv, ...own]);
      expect(screen).toContain('unknown');
      expect(screen).not.toMatch(/\b0 requested|no request sent yet|No site was asked/);
    }
  });

  it('the downtimes: nothing can be planned, but the retirements go on', async () => {
    const argv = await realGrid(`, downtimes: { url: "${dead}" }`);
    const { status, error } = await runJson(Next, 'next', [...argv, '--dry-run']);
    expect([status, error?.code]).toEqual([1, 'grid-failure']);
    const { queues } = await resultOf(Brokeroff, 'brokeroff', [...argv, '--dry-run']);
    expect(queues).toHaveLength(1);
  });
});

describe('a real grid', () => {
  it('has no clock that could be moved', async () => {
    const argv = await realGrid('');
    const { status, error } = await runJson(RehearsalAdvance, 'rehearsal-advance', ['1d', ...argv]);
    expect([status, error?.code]).toEqual([4, 'not-a-rehearsal']);
  });

  it('that no profile describes is named', async () => {
    const { argv, file } = smallCampaign();
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^grid: .*$/m, 'grid: { use: cern }'));
    const { status, error } = await runJson(Status, 'status', argv);
    expect(status).toBe(3);
    expect(error?.message).toContain('cern');
  });
});
