import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';
import { campaignOf, place, type Place } from './program.js';

interface Document {
  readonly schema: string;
  readonly status: number;
  readonly result: {
    readonly outcomes?: readonly { readonly outcome: string }[];
    readonly queues?: readonly unknown[];
  } | null;
}

function documentOf(text: string): Document {
  return JSON.parse(text) as Document;
}

describe('the built program', () => {
  it.each(['migrate', 'brokeroff'] as const)('%s says its version', async (program) => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
    const { code, stdout } = await place(campaignOf(1)).start(program, ['--version']).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${program} ${version.replaceAll('.', '\\.')} `));
  });

  it.each([[], ['--help'], ['-h'], ['help']])('shows all commands and exit codes: migrate %s', async (...argv) => {
    const { code, stdout } = await place(campaignOf(1)).start('migrate', argv).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}brokeroff schedule /m);
    expect(stdout).toMatch(/^ {2}130 +interrupted/m);
  });

  it("shows a command's examples first", async () => {
    const { stdout } = await place(campaignOf(1)).start('migrate', ['next', '--help']).ended;
    expect(stdout.indexOf('EXAMPLES')).toBeLessThan(stdout.indexOf('USAGE'));
    expect(stdout).toContain('$ migrate next --dry-run');
    expect(stdout).toMatch(/EXIT CODES\n +0 +done/);
  });

  it('takes `help COMMAND`, also of a topic, and aligns the flags', async () => {
    const here = place(campaignOf(1));
    for (const command of [['next'], ['request', 'open']]) {
      const asked = await here.start('migrate', ['help', ...command]).ended;
      const { stdout } = await here.start('migrate', [...command, '--help']).ended;
      expect(asked).toMatchObject({ code: 0, stdout });
      const flags =
        /^FLAGS\n(.*?)\n\n/ms
          .exec(stdout)?.[1]
          ?.split('\n')
          .filter((line) => line.includes('--')) ?? [];
      expect(flags.map((line) => line.indexOf('--'))).toEqual(flags.map(() => 2));
    }
    const unknown = await here.start('migrate', ['help', 'nxt']).ended;
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean `migrate next`?')]);
  });

  it.each([
    ['request opne S1', 'request open'],
    ['containers onn S1', 'containers on'],
    ['rehearsal plya', 'rehearsal play'],
  ])('names the command of a topic that was probably meant: %s', async (line, meant) => {
    const { code, stderr } = await place(campaignOf(1)).start('migrate', line.split(' ')).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Did you mean \`migrate ${meant}\`?`)]);
  });

  it('ends with 2 at an unknown command, plainly and as JSON, and names the one that was probably meant', async () => {
    const here = place(campaignOf(1));
    const plain = await here.start('migrate', ['brokeroff', 'shedule']).ended;
    expect(plain).toMatchObject({ code: 2, stdout: '' });
    expect(plain.stderr).toContain('Did you mean');
    const json = await here.start('migrate', ['staus', '--json']).ended;
    expect(json.code).toBe(2);
    expect(documentOf(json.stdout)).toMatchObject({
      schema: 'migrate/error/2',
      status: 2,
      error: { advice: ['Did you mean `migrate status`?'] },
    });
  });

  it.each([
    ['a reason that says nothing', ['containers', 'off', 'S1', '--because', '  '], '--reason is empty'],
    ['a flag that would do nothing', ['commission', 'S1', '--ends', 'never'], 'when using --ends: --verdict'],
  ])('refuses %s', async (_, argv, message) => {
    const { code, stdout, stderr } = await place(campaignOf(1)).start('migrate', argv).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('loads nothing from the home of whoever runs it', async () => {
    const here = place(campaignOf(1));
    vi.stubEnv('XDG_DATA_HOME', here.folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    mkdirSync(join(here.folder, 'migrate'));
    writeFileSync(join(here.folder, 'migrate', 'package.json'), '{ not JSON');
    expect(await place(campaignOf(1)).start('migrate', ['status']).ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('has brokeroff as a program of its own', async () => {
    const here = place(campaignOf(1));
    copyFileSync(join(packageRoot(), 'sites.yaml'), join(here.folder, 'sites.yaml'));
    const { code, stdout } = await here.start('brokeroff', ['--date', '08-15', '--dry-run', '--json']).ended;
    expect(code).toBe(0);
    expect(documentOf(stdout)).toMatchObject({ schema: 'migrate/brokeroff/2' });
    expect(documentOf(stdout).result?.queues).toHaveLength(15);
  });

  it('teaches bash its commands', async () => {
    const { stdout } = await place(campaignOf(1)).start('migrate', ['completion']).ended;
    expect(stdout).toContain('brokeroff) words="schedule undo');
    expect(stdout).toContain('complete -o default -F _migrate migrate');
  });

  it('edits the inventory', async () => {
    const here = place(`${campaignOf(2)}retirements: [] # none yet\n`);
    const { code, stderr } = await here.start('migrate', [
      'brokeroff',
      'schedule',
      'ANALY_S0',
      '--on',
      '2030-02-01',
      '--because',
      'a test',
      '--yes',
    ]).ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(join(here.folder, 'sites.yaml'), 'utf8')).toContain('2030-02-01');
  });
});

describe('pipes', () => {
  it('get all of a large answer, however slowly they are read', async () => {
    const { child } = place(campaignOf(3_000)).start('migrate', ['plan', '--json']);
    const { stdout } = child;
    if (!stdout) throw new Error('no pipe');
    stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 500));
    let text = '';
    for await (const part of stdout as AsyncIterable<string>) {
      text += part;
      if (text.length < 400_000) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(documentOf(text).status).toBe(0);
  });

  it('may be closed early', async () => {
    const { child, ended } = place(campaignOf(3_000)).start('migrate', ['plan', '--json']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
  });

  it('for the progress may be closed too: the work goes on to its end', async () => {
    const here = await slowGrid();
    const { child, ended } = here.start('migrate', ['next', '--yes']);
    child.stderr?.destroy();
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^done +flip/m);
  });

  it.runIf(existsSync('/dev/full'))(
    'that take nothing are told about in a line, and what was done stands',
    async () => {
      const here = place(campaignOf(2));
      const full = openSync('/dev/full', 'w');
      const run = here.start('migrate', ['next', '--yes'], full);
      const { code, stderr } = await run.ended;
      closeSync(full);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Error: The answer could not be written: ENOSPC/m);
      expect(stderr).not.toContain(' at ');
      expect(outcomesOf((await here.start('migrate', ['flip', 'S0', '--to', '2', '--json']).ended).stdout)).toEqual([
        'already',
        'already',
      ]);
    },
  );

  it('that are idle are not waited for: an answer that is missing is asked for by its flag', async () => {
    const { code, stderr } = await place(campaignOf(1)).start('migrate', ['next']).ended;
    expect(code).toBe(4);
    expect(stderr).toContain('--yes');
  });

  it('never see colour', async () => {
    const { stdout, stderr } = await place(campaignOf(2)).start('migrate', ['next', '--yes']).ended;
    expect(stdout + stderr).not.toContain('\u001b');
  });
});

/** A grid in a process of its own, slow to write, and a place to work on it. */
async function slowGrid(): Promise<Place> {
  const server = place(campaignOf(4)).start('migrate', ['rehearsal', 'serve', '--json']);
  await server.seen('"warnings"');
  const url = /"url": "([^"]+)"/.exec(server.written().stdout)?.[1] ?? '';
  const fault = { kind: 'latency', realMs: 300, count: 100, on: { effect: 'write' } };
  const armed = await fetch(`${url}/rehearsal/faults`, { method: 'POST', body: JSON.stringify(fault) });
  expect(armed.status).toBe(200);
  return place(campaignOf(4, url));
}

function outcomesOf(stdout: string): readonly string[] {
  return (documentOf(stdout).result?.outcomes ?? []).map(({ outcome }) => outcome);
}

describe('signals', () => {
  it.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)(
    '$signal ends a run cleanly with $code, and the next run does what was left',
    async ({ signal, code }) => {
      const here = await slowGrid();
      const first = here.start('migrate', ['next', '--yes']);
      await first.seen('done: ');
      first.child.kill(signal);
      const interrupted = await first.ended;
      expect(interrupted.code).toBe(code);
      expect(interrupted.stderr).toContain('Ending after what is in flight');
      expect(interrupted.stdout).toMatch(/not-run/);
      const second = await here.start('migrate', ['next', '--yes', '--json']).ended;
      expect(second.code).toBe(0);
      const total = interrupted.stdout.match(/^(done|not-run) +flip/gm)?.length;
      expect(total).toBe(8);
      expect(new Set(outcomesOf(second.stdout))).toEqual(new Set(['done']));
    },
  );

  it('a second one forces the end', async () => {
    const here = await slowGrid();
    const run = here.start('migrate', ['next', '--yes']);
    await run.seen('done: ');
    run.child.kill('SIGINT');
    await run.seen('Press Ctrl-C again to force quit');
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Forced to quit.');
  });

  it('end a served rehearsal', async () => {
    const server = place(campaignOf(1)).start('migrate', ['rehearsal', 'serve']);
    await server.seen('http://127.0.0.1:');
    server.child.kill('SIGINT');
    expect((await server.ended).code).toBe(130);
  });
});
