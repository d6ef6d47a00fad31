import { chmodSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import History from '../../commands/history.js';
import Notify from '../../commands/notify.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import RequestDecline from '../../commands/request/decline.js';
import { httpServer, type Respond } from '../grid/server.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

const ok: Respond = (response) => response.writeHead(200).end('ok');

/** The small campaign, whose ANALY_DELTA wants a word about its data, with a webhook and a mail server. */
async function place({
  respond = ok,
  ways = ['webhook', 'mail'],
}: { respond?: Respond; ways?: readonly string[] } = {}) {
  const web = await httpServer(respond);
  const mails: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString());
        done();
      });
    },
  });
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening));
  onTestFinished(
    () =>
      new Promise<void>((closed) => {
        smtp.close(closed);
      }),
  );
  const { port } = smtp.server.address() as AddressInfo;
  const lines = {
    webhook: '  webhook: { url_file: hook }\n',
    mail: `  mail: { url: "smtp://127.0.0.1:${port}", from: ops@grid.example, to: "Shift <shift@grid.example>, boss@grid.example" }\n`,
  };
  const chosen = Object.entries(lines).flatMap(([way, text]) => (ways.includes(way) ? [text] : []));
  const campaign = smallCampaign(chosen.length === 0 ? '' : `notices:\n${chosen.join('')}`);
  const hook = join(campaign.folder, 'hook');
  writeFileSync(hook, `${web.url}/hooks/s3cr3t\n`, { mode: 0o600 });
  const states = async (): Promise<string[]> =>
    (await runJson(Notify, 'notify', campaign.argv)).result?.notices.map(({ to, state }) => `${to} ${state}`) ?? [];
  return { ...campaign, hook, posted: web.seen, mails, states };
}

describe('notify', () => {
  it('is off by default', async () => {
    const { argv } = await place({ ways: [] });
    expect(await runJson(Notify, 'notify', argv)).toMatchObject({ status: 3, error: { code: 'no-notices' } });
    const { status, result, warnings } = await runJson(Notify, 'notify', ['--dry-run', ...argv]);
    expect([status, result?.notices.every(({ state, sent }) => state === 'new' && !sent)]).toEqual([0, true]);
    expect(warnings.join()).toContain('Write `notices: { webhook: { url_file');
  });

  it('tells what a person must do by webhook and by mail, each once', async () => {
    const { argv, posted, mails, states } = await place();
    const { status, result } = await runJson(Notify, 'notify', argv);
    expect(status).toBe(0);
    expect(result?.notices.map(({ to, subject, sent }) => [to, subject, sent])).toEqual([
      ['webhook', 'ANALY_DELTA', true],
      ['mail', 'ANALY_DELTA', true],
    ]);
    const body = JSON.parse(posted[0]?.body ?? '') as { text: string };
    expect(Object.keys(body)).toEqual(['text']);
    expect(body.text).toContain('small: 1 thing to do');
    expect(body.text).toContain('nobody said what happens to the data');
    expect(mails[0]).toMatch(/^To: shift@grid\.example, boss@grid\.example\r$/m);
    expect(mails[0]).toContain('ANALY_DELTA');
    expect(await states()).toEqual([]);
    expect([posted.length, mails.length]).toEqual([1, 1]);
    const { events } = await resultOf(History, 'history', argv);
    expect(events.map(({ what, detail }) => [what, detail['to'], detail['state']])).toEqual([
      ['notice', 'webhook', 'begun'],
      ['notice', 'webhook', 'sent'],
      ['notice', 'mail', 'begun'],
      ['notice', 'mail', 'sent'],
    ]);
  });

  it('shows in a dry-run what would go out, and sends and notes nothing', async () => {
    const { argv, posted, mails } = await place();
    const { stdout } = await run(Notify, 'notify', ['--dry-run', ...argv]);
    expect(stdout).toContain('ANALY_DELTA');
    expect([posted.length, mails.length]).toEqual([0, 0]);
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
  });

  it('mails once a day: news of the same day are in the next mail', async () => {
    const { argv, states, mails } = await place({ ways: ['mail'] });
    await run(RehearsalAdvance, 'rehearsal-advance', ['8d', ...argv]);
    expect(await states()).toEqual(['mail sent']);
    await resultOf(RequestDecline, 'request-decline', ['--yes', 'ALPHA', '--reason', 'not now', ...argv]);
    expect(await states()).toEqual(['mail waits']);
    await run(RehearsalAdvance, 'rehearsal-advance', ['24h', ...argv]);
    expect(await states()).toEqual(['mail sent']);
    expect(mails).toHaveLength(2);
  });

  it('says that a message whose answer was lost may have gone out, and sends it to nobody twice', async () => {
    const { argv, posted } = await place({ ways: ['webhook'], respond: (response) => response.destroy() });
    for (let round = 1; round <= 2; round++) {
      const { status, result } = await runJson(Notify, 'notify', argv);
      expect(status).toBe(68);
      expect(result?.notices).toMatchObject([{ sent: false, state: 'unconfirmed' }]);
      expect(result?.notices[0]?.message).toContain('It may have gone out');
    }
    expect(posted).toHaveLength(1);
  });

  it('tries again what certainly did not go out, and never shows the address, which is the secret', async () => {
    let answers = 0;
    const { argv, posted } = await place({
      ways: ['webhook'],
      respond: (response) => response.writeHead(++answers === 1 ? 404 : 200).end(),
    });
    const { stdout, stderr, exit } = await run(Notify, 'notify', argv);
    expect(exit).toBe(1);
    expect(stdout).toContain('answered 404');
    expect(`${stdout}${stderr}`).not.toContain('s3cr3t');
    expect((await runJson(Notify, 'notify', argv)).result?.notices).toMatchObject([{ state: 'sent' }]);
    expect(posted).toHaveLength(2);
  });

  it.each([
    ['readable by others', (hook: string) => chmodSync(hook, 0o644), 'can be read by others'],
    ['not over TLS', (hook: string) => writeFileSync(hook, 'http://chat.example/hooks/s3cr3t'), 'is not https'],
  ])('sends nothing with an address that is %s', async (_what, spoil, message) => {
    const { argv, hook, posted } = await place({ ways: ['webhook'] });
    spoil(hook);
    const answer = await runJson(Notify, 'notify', argv);
    expect(answer.status).toBe(1);
    expect(answer.error?.message ?? answer.result?.notices[0]?.message).toContain(message);
    expect(JSON.stringify(answer)).not.toContain('s3cr3t');
    expect(posted).toHaveLength(0);
  });
});
