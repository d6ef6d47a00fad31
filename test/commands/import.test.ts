import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import Doctor from '../../commands/doctor.js';
import Import from '../../commands/import/index.js';
import Init from '../../commands/init.js';
import Next from '../../commands/next.js';
import RequestOpen from '../../commands/request/open.js';
import Validate from '../../commands/validate.js';
import { smallCampaign, shippedCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

function raw(queue: string, site: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    panda_resource: queue,
    nickname: `${queue}-ce`,
    atlas_site: site,
    cloud: 'US',
    type: queue.startsWith('ANALY') ? 'analysis' : 'production',
    state: 'ACTIVE',
    status: 'online',
    pilot_version: 'current',
    pilot_manager: 'Harvester',
    container_type: 'singularity:wrapper',
    cmtconfig: 'x86_64-slc6-gcc62-opt',
    ...more,
  };
}

const dump = JSON.stringify({
  ANALY_OSCER: raw('ANALY_OSCER', 'OU_OSCER_ATLAS'),
  OSCER_SL7: raw('OSCER_SL7', 'OU_OSCER_ATLAS'),
  BNL: raw('BNL', 'BNL-ATLAS', { pilot_manager: 'APF', status: 'offline', comment: 'set.offline.by.Switcher' }),
});

function beside(folder: string, name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const newCampaign = ['--name', 'pilot2', '--pilot', '1:2', '--containers', 'singularity:pilot'];

describe('init', () => {
  it('writes a file that validates and plans in a rehearsal on the very records', async () => {
    const { folder } = smallCampaign();
    const out = join(folder, 'new.yaml');
    const result = await resultOf(Init, 'init', [
      ...newCampaign,
      '--from',
      beside(folder, 'dump.json', dump),
      '--out',
      out,
    ]);
    expect(result).toMatchObject({ file: out, sites: 2, queues: 3, problems: [] });
    expect(result.hints).toContainEqual({
      queue: 'OSCER_SL7',
      field: 'os',
      value: 'centos7',
      evidence: 'hint: the name OSCER_SL7',
    });
    expect(await runJson(Validate, 'validate', ['--inventory', out])).toMatchObject({
      status: 0,
      result: { findings: [] },
    });
    const { next } = await resultOf(Next, 'next', ['--inventory', out, '--dry-run']);
    expect(next.map(({ site, stage }) => `${site} ${stage}`)).toEqual(['OU_OSCER_ATLAS ready']);
  });

  it('never counts a guessed operating system as ready', async () => {
    const { folder } = smallCampaign();
    const out = join(folder, 'new.yaml');
    const from = beside(folder, 'dump.json', JSON.stringify([raw('X_SL7', 'X')]));
    await resultOf(Init, 'init', [...newCampaign, '--os', 'centos7', '--from', from, '--out', out]);
    expect((await resultOf(Next, 'next', ['--inventory', out, '--dry-run'])).next).toEqual([]);
    writeFileSync(out, readFileSync(out, 'utf8').replace(', hint: true', ''));
    expect((await resultOf(Next, 'next', ['--inventory', out, '--dry-run'])).next).toHaveLength(1);
  });

  it('reads a table and plays with what it does not say filled in', async () => {
    const { folder } = smallCampaign();
    const out = join(folder, 'new.yaml');
    const table = 'panda_resource\tnickname\tatlas_site\tcloud\ttype\nQ\tQ\tS\tUK\tproduction\n';
    await resultOf(Init, 'init', [...newCampaign, '--from', beside(folder, 'table.tsv', table), '--out', out]);
    expect((await resultOf(Next, 'next', ['--inventory', out, '--dry-run'])).next).toHaveLength(1);
  });

  it.each([
    ['is special', raw('Q', 'S', { type: 'special' }), 'S: No queue takes part: Q is special.'],
    [
      'is there already',
      raw('Q', 'S', { pilot_version: '2', container_type: 'singularity:pilot' }),
      '1 site is migrated: S.',
    ],
    ['is beyond', raw('Q', 'S', { pilot_version: '3' }), "Blocked: S: Q is at '3', beyond '2': it is never touched."],
    [
      'is not served',
      raw('Q', 'S', { pilot_manager: 'APF' }),
      "Blocked: S: pilot_manager of Q is 'APF'; Harvester is needed.",
    ],
  ])(
    'from one record alone that %s validates, and the plan says why nothing is planned',
    async (_what, record, why) => {
      const { folder } = smallCampaign();
      const out = join(folder, 'new.yaml');
      await resultOf(Init, 'init', [
        ...[...newCampaign, '--out', out, '--from'],
        beside(folder, 'one.json', JSON.stringify(record)),
      ]);
      expect((await runJson(Validate, 'validate', ['--inventory', out])).status).toBe(0);
      const { stdout } = await run(Next, 'next', ['--inventory', out, '--dry-run']);
      expect(stdout).toContain(why);
    },
  );

  it('of a campaign that asks nobody plans flips and no request', async () => {
    const { folder } = smallCampaign();
    const out = join(folder, 'new.yaml');
    const from = beside(folder, 'dump.json', dump);
    await resultOf(Init, 'init', [...newCampaign, '--channel', 'none', '--from', from, '--out', out]);
    expect((await runJson(Validate, 'validate', ['--inventory', out])).status).toBe(0);
    const text = readFileSync(out, 'utf8').replace('scenario: fresh,', 'scenario: fresh, start: 2030-01-07T08:00:00Z,');
    writeFileSync(out, text);
    const { next, operations } = await resultOf(Next, 'next', ['--inventory', out, '--dry-run']);
    expect(next.map(({ site, request }) => `${site} ${request.state}`)).toEqual(['OU_OSCER_ATLAS none']);
    expect(new Set(operations.map(({ kind }) => kind))).toEqual(new Set(['flip']));
    const asked = await runJson(RequestOpen, 'request-open', ['--inventory', out, 'OU_OSCER_ATLAS', '--yes']);
    expect(asked.result?.outcomes?.[0]?.message).toContain('requests.channel is none');
    expect((await runJson(Doctor, 'doctor', ['--inventory', out])).status).toBe(0);
  });

  it('never writes over a file', async () => {
    const { folder, file } = smallCampaign();
    const before = readFileSync(file, 'utf8');
    const from = beside(folder, 'dump.json', dump);
    const { status, error } = await runJson(Init, 'init', [...newCampaign, '--from', from, '--out', file]);
    expect([status, error?.code]).toEqual([4, 'file-exists']);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it.each([
    [['--pilot', '1:2', '--from', 'x'], '--name is needed'],
    [['--name', 'p', '--pilot', '1', '--from', 'x'], '--pilot "1": two versions'],
    [['--name', 'p', '--pilot', '1:2', '--from', 'x', '--timezone', 'Mars'], '--timezone "Mars": a time zone'],
    [['--name', 'p', '--pilot', '1:2', '--from', 'x', '--containers', 'pilot'], '--containers "pilot": a pair'],
  ])('with %j ends with 2: %s', async (argv, message) => {
    smallCampaign();
    const { status, error } = await runJson(Init, 'init', argv);
    expect([status, error?.message]).toEqual([2, expect.stringContaining(message)]);
  });

  it('writes nothing for a dump that is broken', async () => {
    const { folder } = smallCampaign();
    const out = join(folder, 'new.yaml');
    const from = beside(folder, 'dump.json', dump.slice(0, -40));
    const { status, error } = await runJson(Init, 'init', [...newCampaign, '--from', from, '--out', out]);
    expect([status, error?.code]).toEqual([1, 'bad-dump']);
    expect(error?.message).toContain('BNL, field');
    expect(existsSync(out)).toBe(false);
  });
});

describe('import', () => {
  it('finds the campaign that is shipped to be what its rehearsal has', async () => {
    const { result, status } = await runJson(Import, 'import', [
      ...shippedCampaign(),
      '--from',
      'rehearsal',
      '--dry-run',
    ]);
    expect(status).toBe(0);
    expect(result).toMatchObject({ added: [], gone: [], renamed: [], moved: [], undecided: [], changed: false });
  });

  it('shows the differences, writes them once, and ends with 5 where a person has to look', async () => {
    const { folder, file, argv } = smallCampaign();
    const records = ['ALPHA', 'ANALY_ALPHA', 'ALPHA_SL7'].map((queue) => raw(queue, 'ALPHA'));
    const from = beside(folder, 'dump.json', JSON.stringify([...records, raw('BETA_MCORE', 'BETA')]));
    const before = readFileSync(file, 'utf8');
    const dry = await run(Import, 'import', [...argv, '--from', from, '--dry-run']);
    expect(dry.exit).toBe(5);
    expect(dry.stdout).toContain('+ ALPHA_SL7 at ALPHA os centos7? hint: the name ALPHA_SL7');
    expect(dry.stdout).toContain('- ANALY_BETA at BETA: gone; excluded');
    expect(dry.stdout).toContain('- ANALY_DELTA at DELTA: gone; it retires');
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await runJson(Import, 'import', [...argv, '--from', from])).toMatchObject({
      status: 5,
      result: { changed: true },
    });
    const after = readFileSync(file, 'utf8');
    expect(after).toContain('ANALY_ALPHA: {}, ALPHA_SL7: { os: { is: centos7');
    expect(after).toContain('# the first to go');
    expect(await runJson(Import, 'import', [...argv, '--from', from])).toMatchObject({
      status: 0,
      result: { added: [], changed: false },
    });
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(await runJson(Validate, 'validate', argv)).toMatchObject({ result: { queues: 10 } });
  });

  it('reads an address, and says what it got instead of a dump', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/denied' ? 403 : 200).end(request.url === '/login' ? '<html>' : dump);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    const { argv } = smallCampaign();
    const imported = (path: string) =>
      runJson(Import, 'import', [...argv, '--dry-run', '--from', `http://127.0.0.1:${port}${path}`]);
    expect(await imported('/dump')).toMatchObject({ status: 5, result: { added: [{}, {}, {}] } });
    expect((await imported('/denied')).error?.message).toContain('answered 403');
    expect((await imported('/login')).error?.message).toContain('web page');
  });

  it('edits a queue in the file that lists it', async () => {
    const { folder, argv } = smallCampaign('include: [more.yaml]\n');
    const more = beside(folder, 'more.yaml', 'sites:\n  EPSILON:\n    queues:\n      EPSILON: {} # ours\n');
    const others = ['ALPHA', 'ANALY_ALPHA'].map((queue) => raw(queue, 'ALPHA'));
    const from = beside(
      folder,
      'dump.json',
      JSON.stringify([...others, raw('EPSILON_X', 'EPSILON'), raw('EPSILON', 'EPSILON')]),
    );
    await resultOf(Import, 'import', [...argv, '--from', from]);
    expect(readFileSync(more, 'utf8')).toMatch(/EPSILON: \{\} # ours\n {6}EPSILON_X: \{ os: .*hint: true \} \}\n$/);
  });

  it('has a renaming told by a person', async () => {
    const { folder, file, argv } = smallCampaign();
    const from = beside(folder, 'dump.json', JSON.stringify([raw('ALPHA', 'ALPHA'), raw('ANALY-ALPHA', 'ALPHA')]));
    const { undecided } = await resultOf(Import, 'import', [...argv, '--from', from, '--dry-run']);
    expect(undecided.map(({ subject }) => subject)).toEqual(['ANALY_ALPHA']);
    const whole = ['ALPHA ALPHA', 'ANALY-ALPHA ALPHA', 'BETA_MCORE BETA', 'ANALY_BETA BETA', 'GAMMA GAMMA'].concat([
      'ANALY_GAMMA_SL6 GAMMA',
      'ANALY_GAMMA GAMMA',
      'DELTA DELTA',
      'ANALY_DELTA DELTA',
    ]);
    const all = whole.map((words) => raw(words.split(' ')[0] ?? '', words.split(' ')[1] ?? ''));
    const complete = beside(folder, 'whole.json', JSON.stringify(all));
    const { stdout } = await run(Import, 'import', [...argv, '--from', complete, '--dry-run']);
    expect(stdout).toMatch(/1 decision above; otherwise .* have the same queues\.\n$/);
    await resultOf(Import, 'import', [...argv, '--from', from, '--renamed', 'ANALY_ALPHA=ANALY-ALPHA']);
    expect(readFileSync(file, 'utf8')).toContain('queues: { ALPHA: {}, ANALY-ALPHA: {} }');
  });
});
