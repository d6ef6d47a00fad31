import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import RequestOpen from '../../commands/request/open.js';
import Validate from '../../commands/validate.js';
import { smallCampaign } from './campaigns.js';
import { run, runJson } from './run-command.js';

/** The small campaign, with these templates beside it. */
function withTemplates(texts: Readonly<Record<string, string | Buffer>>): ReturnType<typeof smallCampaign> {
  const campaign = smallCampaign();
  mkdirSync(join(campaign.folder, 'templates'));
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(campaign.folder, 'templates', file), text);
  return campaign;
}

function change(file: string, what: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(what);
  writeFileSync(file, text.replace(what, to));
}

const bad = {
  'reminder.mustache': 'subject: Reminder\nmail.bcc: eve@example.com\n\nDear {{sites}},\n{{contacts}}\n',
  'thanks.mustache': 'subject: Thanks\n\nDear\n\n{{#site}}\n',
};

describe('validate', () => {
  it('finds nothing wrong with the shipped templates, nor with good ones of the operators', async () => {
    const { argv } = withTemplates({ 'thanks.mustache': 'subject: Thanks\n\nDear {{site}}\n' });
    const { result } = await runJson(Validate, 'validate', argv);
    expect(result?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it("reports everything wrong with the operators' own templates at once, each with its line (exit 3)", async () => {
    const { argv, folder } = withTemplates(bad);
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(
      result?.findings
        .filter(({ severity }) => severity === 'error')
        .map(({ file, line, found, near }) => [file, line, found, near]),
    ).toEqual([
      [join(folder, 'templates', 'reminder.mustache'), 2, 'the header line "mail.bcc: eve@example.com"', null],
      [join(folder, 'templates', 'reminder.mustache'), 4, 'the field "sites"', 'site'],
      [join(folder, 'templates', 'reminder.mustache'), 5, 'the field "contacts"', 'contact'],
      [join(folder, 'templates', 'thanks.mustache'), 5, 'unclosed section "site"', null],
    ]);
    const { stdout } = await run(Validate, 'validate', argv);
    expect(stdout).toMatch(
      /templates\/reminder\.mustache:4: error: found the field "sites", expected one of campaign, site, .*\. Did you mean site\?/,
    );
    expect(stdout).toContain('4 errors');
  });

  it('and with the inventory as well', async () => {
    const { argv, file, folder } = withTemplates(bad);
    change(file, 'sites_per_day: 1', 'sites_per_day: one');
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(new Set(result?.findings.map((finding) => finding.file))).toEqual(
      new Set([file, join(folder, 'templates', 'reminder.mustache'), join(folder, 'templates', 'thanks.mustache')]),
    );
  });

  it('names a template that the campaign asks for and nobody wrote, where it stands', async () => {
    const { argv, file } = smallCampaign();
    change(file, 'lead_days: 0 }', 'lead_days: 0, template: migration-requst }');
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(result?.findings).toContainEqual(
      expect.objectContaining({
        file,
        line: 7,
        path: 'campaign.requests.template',
        found: 'no template "migration-requst"',
        near: 'migration-request',
      }),
    );
  });

  it('names what is no text', async () => {
    const { argv, folder } = withTemplates({ 'latin.mustache': Buffer.from('subject: Gr\xfc\xdfe\n\nx', 'latin1') });
    mkdirSync(join(folder, 'templates', 'folder.mustache'));
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(result?.findings.filter(({ severity }) => severity === 'error').map(({ found }) => found)).toEqual([
      'a folder',
      'bytes that are not UTF-8 on line 1',
    ]);
  });

  it('names a file whose name could not stand in the marker of a request', async () => {
    const { argv, folder } = withTemplates({ 'my notice.mustache': 'subject: Hello\n\nx\n' });
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(result?.findings).toContainEqual(
      expect.objectContaining({ file: join(folder, 'templates', 'my notice.mustache'), found: 'the name "my notice"' }),
    );
    expect(
      await runJson(RequestOpen, 'request-open', ['ALPHA', '--template', 'my notice', '--yes', ...argv]),
    ).toMatchObject({ status: 3, error: { code: 'bad-template' } });
  });
});

describe('a template of the former kind, left beside the inventory', () => {
  it('is an error that says what to do, and no other text goes out in its place', async () => {
    const { argv, folder } = withTemplates({ 'migration-request.eta': 'subject: Ours\n\nDear <%= it.site %>\n' });
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(result?.findings).toContainEqual(
      expect.objectContaining({
        file: join(folder, 'templates', 'migration-request.eta'),
        expected: join(folder, 'templates', 'migration-request.mustache'),
        message: expect.stringContaining('Rename it so, and write {{site}} for <%= it.site %>') as string,
      }),
    );
    expect(await runJson(RequestOpen, 'request-open', ['ALPHA', '--yes', ...argv])).toMatchObject({
      status: 3,
      error: { code: 'bad-template' },
    });
  });
});

describe('templates that others can write', () => {
  const mine = { 'migration-request.mustache': 'subject: Ours\n\nDear {{site}}\n' };

  it.each([
    ['the folder', '', 0o777, 'a folder that others can write'],
    ['a file', 'migration-request.mustache', 0o666, 'a file that others can write'],
  ])('%s: an error, and nothing is sent', async (_what, name, mode, found) => {
    const { argv, folder } = withTemplates(mine);
    chmodSync(join(folder, 'templates', name), mode);
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(3);
    expect(result?.findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({ found, message: expect.stringContaining('chmod go-w') as string }),
    ]);
    expect(await runJson(RequestOpen, 'request-open', ['ALPHA', '--yes', ...argv])).toMatchObject({
      status: 3,
      error: { code: 'bad-template' },
    });
  });
});

describe('a text of another migration', () => {
  it('is doubted word by word, each on its line', async () => {
    const { argv } = withTemplates({
      'thanks.mustache': 'subject: Pilot 3 at {{site}}\n\nYour EL9 nodes run apptainer.\nPilot {{pilotTo}}, CentOS7.\n',
    });
    const { result } = await runJson(Validate, 'validate', argv);
    const doubts = result?.findings.filter(({ file }) => file.endsWith('thanks.mustache'));
    expect(doubts?.map(({ severity, line, found }) => [severity, line, found])).toEqual([
      ['warning', 1, 'a text that speaks of Pilot 3'],
      ['warning', 3, 'a text that speaks of EL9'],
      ['warning', 3, 'a text that speaks of apptainer'],
    ]);
  });
});

it('a request with a template that cannot be filled in is refused in a dry-run too', async () => {
  const { argv } = withTemplates({ 'migration-request.mustache': 'subject: Hello\n\nDear {{sites}}\n' });
  for (const flag of ['--dry-run', '--yes'])
    expect(await runJson(RequestOpen, 'request-open', ['ALPHA', flag, ...argv])).toMatchObject({
      status: 3,
      error: { code: 'bad-template' },
    });
});
