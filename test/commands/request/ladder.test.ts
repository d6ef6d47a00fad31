import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Next from '../../../commands/next.js';
import Plan from '../../../commands/plan.js';
import RehearsalAdvance from '../../../commands/rehearsal/advance.js';
import RehearsalReset from '../../../commands/rehearsal/reset.js';
import RequestOpen from '../../../commands/request/open.js';
import RequestPreview from '../../../commands/request/preview.js';
import RequestStatus from '../../../commands/request/status.js';
import Status from '../../../commands/status.js';
import Validate from '../../../commands/validate.js';
import { seen, smallCampaign, touchTicket } from '../campaigns.js';
import { resultOf, run, runJson } from '../run-command.js';

const ladder =
  'ladder: [{ after_days: 2, step: remind }, { after_days: 3, step: escalate, to: cloud@support.example }, { after_days: 5, step: hold }]';

/** BETA was asked on Monday 2030-01-07 and keeps silent: its ticket is nobody's, and its wave is on the 31st. */
async function silentSite(channel = 'ggus'): Promise<{ readonly argv: readonly string[]; readonly file: string }> {
  const { argv, file } = smallCampaign();
  const text = readFileSync(file, 'utf8')
    .replace('channel: ggus, lead_days: 0', `channel: ${channel}, lead_days: 2, ${ladder}`)
    .replace('BETA: { contact', 'BETA: { pin: 2030-01-31, contact');
  writeFileSync(file, text);
  await run(RehearsalReset, 'rehearsal:reset', ['--yes', ...argv]);
  await resultOf(RequestOpen, 'request-open', ['BETA', '--yes', ...argv]);
  return { argv, file };
}

/** Steps of texts that went out about BETA. */
async function textsTo(file: string): Promise<readonly string[]> {
  const journal = (await seen(file, '/rehearsal/journal')) as readonly {
    kind: string;
    what: string;
    queue: string;
    old: string;
  }[];
  return journal.flatMap(({ kind, what, queue, old }) =>
    kind === 'change' && what === 'ticket' && old === '' ? (/BETA\/(\w+)#/.exec(queue)?.[1] ?? []) : [],
  );
}

describe('the ladder of a silent site', () => {
  it('is shown with its days by plan, status and request status, and goes a step a day, each once', async () => {
    const { argv, file } = await silentSite('mail');
    const sentence =
      'Without an answer: reminder on 2030-01-09, escalation to cloud@support.example on 2030-01-10, hold proposed on 2030-01-12.';
    const { requests } = await resultOf(RequestStatus, 'request-status', [...argv]);
    expect(requests).toMatchObject([{ due: null, sentence }]);
    expect((await run(Status, 'status', ['BETA', ...argv])).stdout).toContain(sentence);
    expect((await run(Plan, 'plan', [...argv])).stdout).toMatch(
      /BETA +Wed 2030-01-09 +Thu 2030-01-10 to cloud@support\.example +Sat 2030-01-12/,
    );
    for (let day = 0; day < 6; day++) {
      await run(RehearsalAdvance, 'rehearsal:advance', ['1d', ...argv]);
      await runJson(Next, 'next', ['--yes', ...argv]);
    }
    expect((await textsTo(file)).filter((step) => step !== 'flip')).toEqual(['migration', 'reminder', 'escalation']);
    const { requests: later } = await resultOf(RequestStatus, 'request-status', [...argv]);
    expect(later.find(({ site, step }) => site === 'BETA' && step === 'migration')).toMatchObject({ due: 'decide' });
  });

  it('stops when the site answers', async () => {
    const { argv, file } = await silentSite();
    await run(RehearsalAdvance, 'rehearsal:advance', ['1d', ...argv]);
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'We look into it.' });
    await run(RehearsalAdvance, 'rehearsal:advance', ['1d', ...argv]);
    await runJson(Next, 'next', ['--yes', ...argv]);
    expect(await textsTo(file)).not.toContain('reminder');
  });

  it('shows the text of an escalation, and asks for none by hand before its day', async () => {
    const { argv } = await silentSite();
    const preview = await resultOf(RequestPreview, 'request-preview', ['BETA', '--template', 'escalation', ...argv]);
    expect(preview.body).toContain('Dear colleagues of cloud@support.example');
    const { result } = await runJson(RequestOpen, 'request-open', [
      'BETA',
      '--template',
      'escalation',
      '--yes',
      ...argv,
    ]);
    expect(result?.outcomes).toMatchObject([{ outcome: 'refused' }]);
  });

  it.each([
    ['a step twice', '[{ after_days: 2, step: remind }, { after_days: 3, step: remind }]'],
    ['days out of order', '[{ after_days: 5, step: remind }, { after_days: 3, step: hold }]'],
    ['a step after the hold', '[{ after_days: 2, step: hold }, { after_days: 3, step: remind }]'],
    ['an escalation to nobody', '[{ after_days: 2, step: escalate }]'],
    ['a reminder to somebody', '[{ after_days: 2, step: remind, to: x@y.example }]'],
    ['no address for a mail', '[{ after_days: 2, step: escalate, to: US cloud }]'],
  ])('is refused with %s', async (_what, wrong) => {
    const { argv, file } = smallCampaign();
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('channel: ggus, lead_days: 0', `channel: mail, lead_days: 2, ladder: ${wrong}`));
    const { status, result } = await runJson(Validate, 'validate', [...argv]);
    expect(status).toBe(3);
    expect(JSON.stringify(result)).toContain('ladder');
  });
});
