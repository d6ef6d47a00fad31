import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import History from '../../../commands/history.js';
import Flip from '../../../commands/flip.js';
import Next from '../../../commands/next.js';
import Plan from '../../../commands/plan.js';
import RehearsalAdvance from '../../../commands/rehearsal/advance.js';
import RequestAccept from '../../../commands/request/accept.js';
import RequestDecline from '../../../commands/request/decline.js';
import RequestOpen from '../../../commands/request/open.js';
import RequestPreview from '../../../commands/request/preview.js';
import RequestRemind from '../../../commands/request/remind.js';
import RequestSent from '../../../commands/request/sent.js';
import RequestUndo from '../../../commands/request/undo.js';
import RequestStatus from '../../../commands/request/status.js';
import { packageRoot } from '../../../src/storage/package-root.js';
import { run, runJson } from '../run-command.js';

let folder: string;
let where: readonly string[];
let channel: string;

/** The shipped August campaign, in a folder of its own. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'request-'));
  channel = 'ggus';
  useChannel();
  where = ['--inventory', join(folder, 'sites.yaml'), '--ledger', join(folder, 'ledger.sqlite')];
  return () => rmSync(folder, { recursive: true });
});

function useChannel(): void {
  const shipped = readFileSync(join(packageRoot(), 'sites.yaml'), 'utf8');
  const world = join(folder, 'world.sqlite');
  writeFileSync(
    join(folder, 'sites.yaml'),
    shipped
      .replace('channel: ggus', `channel: ${channel}`)
      .replace('scenario: august-2019 }', `scenario: august-2019, world: "${world}" }`),
  );
}

async function requestsOf(...sites: string[]): Promise<(string | number | null)[][]> {
  const { result } = await runJson(RequestStatus, 'request-status', [...sites, ...where]);
  return result?.requests.map(({ site, step, round, state, due }) => [site, step, round, state, due]) ?? [];
}

describe('the shipped campaign', () => {
  it('shows what stands at the helpdesk as sent', async () => {
    const { result } = await runJson(Next, 'next', ['--dry-run', ...where]);
    const asked = result?.next.filter(({ request }) => request.state === 'sent').map(({ site }) => site);
    expect(asked).toEqual(expect.arrayContaining(['OSCER', 'TRIUMF', 'INFN-FRASCATI']));
    expect(asked).toHaveLength(3);
  });

  it('asks a site once, follows its answer, and takes over what stands', async () => {
    const open = await runJson(RequestOpen, 'request-open', ['TECHNION', 'OSCER', '--yes', ...where]);
    expect(open.result?.outcomes?.map(({ site, outcome }) => [site, outcome])).toEqual([
      ['OSCER', 'already'],
      ['TECHNION', 'done'],
    ]);
    expect(await requestsOf('TECHNION')).toEqual([['TECHNION', 'migration', 1, 'sent', null]]);
    await run(RehearsalAdvance, 'rehearsal-advance', ['5d', ...where]);
    expect(await requestsOf('TECHNION')).toEqual([['TECHNION', 'migration', 1, 'solved', null]]);
    const again = await runJson(RequestOpen, 'request-open', ['TECHNION', '--yes', ...where]);
    expect(again).toMatchObject({ status: 0, result: { outcomes: [{ outcome: 'already' }] } });
  });

  it('reminds who is silent in the ticket itself, once', async () => {
    expect(await requestsOf('TRIUMF')).toEqual([['TRIUMF', 'migration', 1, 'sent', 'remind']]);
    const remind = await runJson(RequestRemind, 'request-remind', ['TRIUMF', '--yes', ...where]);
    expect(remind.result?.outcomes).toMatchObject([
      { key: 'pilot2/TRIUMF/reminder#1', outcome: 'done', message: 'Reminder sent: GGUS-1000002 (2).' },
    ]);
    const again = await runJson(RequestRemind, 'request-remind', ['TRIUMF', '--yes', ...where]);
    expect(again.result?.outcomes).toMatchObject([{ outcome: 'already' }]);
  });

  it('says how short ago a site was asked, before a reminder goes ahead', async () => {
    await runJson(RequestOpen, 'request-open', ['TECHNION', '--yes', ...where]);
    const { status, error, warnings } = await runJson(RequestRemind, 'request-remind', ['TECHNION', ...where]);
    expect([status, error?.code]).toEqual([4, 'not-confirmed']);
    expect(warnings.at(-1)).toContain('TECHNION was asked only less than an hour ago.');
  });

  it('records the no of a site that has gone already only after a yes', async () => {
    await run(RequestAccept, 'request-accept', ['--yes', 'IL-TAU', '--reason', 'ok', ...where]);
    await run(Flip, 'flip', ['IL-TAU', '--to', '2', '--yes', ...where]);
    const no = ['IL-TAU', '--reason', 'not now', ...where];
    const refused = await runJson(RequestDecline, 'request-decline', no);
    expect([refused.status, refused.error?.code]).toEqual([4, 'not-confirmed']);
    expect(refused.warnings[0]).toContain('IL-TAU went to the new pilot already');
    expect((await runJson(RequestDecline, 'request-decline', ['--yes', ...no])).result?.requests).toMatchObject([
      { state: 'declined' },
    ]);
  });

  it('shows what would be recorded, and records nothing unasked', async () => {
    const { stdout } = await run(RequestSent, 'request-sent', ['TECHNION', '--ref', 'T-1', '--dry-run', ...where]);
    expect(stdout).toMatch(/^Would be recorded:/);
    expect(stdout).toMatch(/TECHNION +migration, round 1 +nothing +sent \(T-1\)/);
    const unasked = await runJson(RequestSent, 'request-sent', ['TECHNION', ...where]);
    expect([unasked.status, unasked.error?.advice[0]]).toEqual([4, expect.stringContaining('--yes') as string]);
    expect(await requestsOf('TECHNION')).toEqual([]);
  });

  it('takes back what was recorded for the wrong site: what stood before it counts, and history has both', async () => {
    const undo = (site: string, ...more: string[]) =>
      runJson(RequestUndo, 'request-undo', [site, '--reason', 'it was TECHNION', ...more, ...where]);
    await run(RequestSent, 'request-sent', ['IL-TAU', '--yes', ...where]);
    expect((await undo('IL-TAU')).status).toBe(4);
    expect(await requestsOf('IL-TAU')).toEqual([['IL-TAU', 'migration', 1, 'sent', null]]);
    await undo('IL-TAU', '--yes');
    expect(await requestsOf('IL-TAU')).toEqual([]);
    const { stdout } = await run(History, 'history', ['IL-TAU', ...where]);
    expect(stdout).toMatch(/request.*migration sent/);
    expect(stdout).toMatch(/migration none; taken back by .*: it was TECHNION/);
    const open = await runJson(RequestOpen, 'request-open', ['IL-TAU', '--yes', ...where]);
    expect(open.result?.outcomes).toMatchObject([{ key: 'pilot2/IL-TAU/migration#1', outcome: 'done' }]);

    await run(RequestAccept, 'request-accept', ['OSCER', '--reason', 'they called', '--yes', ...where]);
    await undo('OSCER', '--yes');
    expect(await requestsOf('OSCER')).toEqual([['OSCER', 'migration', 1, 'sent', 'remind']]);
    expect((await undo('OSCER', '--yes')).error?.code).toBe('nothing-to-take-back');

    await run(RequestSent, 'request-sent', ['OSCER', '--again', '--ref', 'T-2', '--yes', ...where]);
    await undo('OSCER', '--yes');
    expect((await requestsOf('OSCER'))[0]?.slice(2, 4)).toEqual([1, 'sent']);
    const { result } = await runJson(History, 'history', ['--verify', ...where]);
    expect(result?.verified).toMatchObject({ brokenAt: null, differences: [] });
  });

  it('says of what is taken back what the helpdesk has, and of what never was there that nothing was sent', async () => {
    const undo = ['--reason', 'it was TECHNION', ...where];
    await run(RequestAccept, 'request-accept', ['OSCER', '--reason', 'they called', '--yes', ...where]);
    const shown = await run(RequestUndo, 'request-undo', ['OSCER', '--dry-run', ...undo]);
    expect(shown.stdout).toMatch(
      /OSCER +migration, round 1 +accepted \(GGUS-\S+ \(\d\)\) +sent \(GGUS-\S+ \(\d\)\) at the helpdesk/,
    );
    expect(shown.stdout).not.toContain('nothing sent');
    const undone = await runJson(RequestUndo, 'request-undo', ['OSCER', '--yes', ...undo]);
    expect(undone.result?.left).toMatchObject([
      { request: { state: 'sent', ref: expect.stringMatching(/^GGUS-/) as string }, by: 'the helpdesk', unread: false },
    ]);

    await run(RequestSent, 'request-sent', ['OSCER', '--again', '--ref', 'T-2', '--yes', ...where]);
    const second = await run(RequestUndo, 'request-undo', ['OSCER', '--yes', ...undo]);
    expect(second.stdout).toMatch(/OSCER +sent \(GGUS-\S+ \(\d\)\), round 1 at the helpdesk/);

    await run(RequestSent, 'request-sent', ['IL-TAU', '--yes', ...where]);
    const none = await run(RequestUndo, 'request-undo', ['IL-TAU', '--yes', ...undo]);
    expect(none.stdout).toMatch(/IL-TAU +nothing sent +1/);
  });

  it('keeps what an operator heard', async () => {
    await run(RequestDecline, 'request-decline', ['--yes', 'OSCER', '--because', 'vacation', ...where]);
    expect(await requestsOf('OSCER')).toEqual([['OSCER', 'migration', 1, 'declined', null]]);
    await run(RequestAccept, 'request-accept', ['--yes', 'OSCER', '--because', 'called back', ...where]);
    expect(await requestsOf('OSCER')).toEqual([['OSCER', 'migration', 1, 'accepted', null]]);
  });

  it('keeps the ticket in which an answer was given, though only the helpdesk knows it', async () => {
    const { result } = await runJson(RequestAccept, 'request-accept', [
      '--yes',
      'TRIUMF',
      '--because',
      'they called',
      ...where,
    ]);
    expect(result?.requests).toMatchObject([{ site: 'TRIUMF', round: 1, state: 'accepted', ref: 'GGUS-1000002 (2)' }]);
    const status = await runJson(RequestStatus, 'request-status', ['TRIUMF', ...where]);
    expect(status.result?.requests).toMatchObject([
      { state: 'accepted', ref: 'GGUS-1000002 (2)', reason: 'they called' },
    ]);
  });

  it('records nothing under a template that nobody wrote', async () => {
    expect(
      await runJson(RequestSent, 'request-sent', ['--yes', 'TECHNION', '--template', 'remindr', ...where]),
    ).toMatchObject({ status: 3, error: { code: 'bad-template' } });
    expect(await requestsOf('TECHNION')).toEqual([]);
  });

  it('asks the sites of the next wave, which the plan names', async () => {
    const plan = await runJson(Plan, 'plan', where);
    const open = await runJson(RequestOpen, 'request-open', ['--wave', 'next', '--again', '--dry-run', ...where]);
    expect(open.result?.operations.map(({ site }) => site)).toEqual(plan.result?.waves[0]?.sites);
    expect(open.result?.operations.length).toBeGreaterThan(0);
  });

  it('names no site that it was not asked about', async () => {
    expect(await run(RequestOpen, 'request-open', where)).toMatchObject({ exit: 2 });
    expect(await runJson(RequestOpen, 'request-open', ['OSCAR', '--yes', ...where])).toMatchObject({
      status: 2,
      error: { code: 'unknown-name', advice: [expect.stringContaining('OSCER')] },
    });
  });
});

describe('a preview', () => {
  it('shows the text as it would go out, and sends nothing', async () => {
    const { stdout } = await run(RequestPreview, 'request-preview', ['OSCER', ...where]);
    expect(stdout).toContain('subject: [pilot2/OSCER/migration#1] Pilot 2 at OSCER: may we go ahead from 2019-08-08?');
    expect(stdout).toContain('   - OU_OSCER_ATLAS');
    const { result } = await runJson(RequestPreview, 'request-preview', ['OSCER', '--template', 'roll-back', ...where]);
    expect(result).toMatchObject({
      channel: 'ggus',
      template: 'roll-back',
      to: 'support@oscer.example',
      subject: '[pilot2/OSCER/roll-back#1] OSCER is back on Pilot 1',
    });
    expect(await requestsOf()).toHaveLength(3);
  });

  it("of an operator's template with an unknown field is an error with its line (exit 3)", async () => {
    mkdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'templates', 'migration-request.mustache'), 'subject: Hello\n\nDear\n{{sites}}\n');
    const envelope = await runJson(RequestPreview, 'request-preview', ['OSCER', ...where]);
    expect(envelope).toMatchObject({ status: 3, error: { code: 'bad-template' } });
    expect(envelope.error?.message).toContain('migration-request.mustache:4: error: found the field "sites"');
    expect(await runJson(RequestOpen, 'request-open', ['TECHNION', '--yes', ...where])).toMatchObject({
      status: 3,
      error: { code: 'bad-template' },
    });
    expect(await requestsOf('TECHNION')).toEqual([]);
  });
});

it.each(['jira', 'mail'])('the same commands work by %s', async (other) => {
  channel = other;
  useChannel();
  const open = await runJson(RequestOpen, 'request-open', ['TECHNION', '--yes', ...where]);
  expect(open.result?.outcomes).toMatchObject([{ outcome: 'done' }]);
  expect(await requestsOf('TECHNION')).toEqual([['TECHNION', 'migration', 1, 'sent', null]]);
});
