import { expect, it } from 'vitest';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import Report from '../../commands/report.js';
import RequestOpen from '../../commands/request/open.js';
import Status from '../../commands/status.js';
import { smallCampaign, touchTicket } from './campaigns.js';
import { resultOf, run } from './run-command.js';

it('every face says whose turn it is, since when, and what each has lost', async () => {
  const { argv, file } = smallCampaign();
  await resultOf(RequestOpen, 'request-open', ['BETA', '--yes', ...argv]);
  await run(RehearsalAdvance, 'rehearsal:advance', ['10m', ...argv]);
  await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'We look into it.' });
  // From Monday to Wednesday.
  await run(RehearsalAdvance, 'rehearsal:advance', ['2d', ...argv]);

  const { turns } = await resultOf(Status, 'status', [...argv]);
  const beta = { site: 'BETA', party: 'us', what: 'to read its answer and record what it means', days: 2 };
  expect(turns.sites[0]).toMatchObject(beta);
  expect(turns.parties.find(({ party }) => party === 'us')).toMatchObject({
    daysLost: 2,
    oldest: { site: 'BETA', days: 2 },
  });
  expect(turns.parties.find(({ party }) => party === 'the site')).toMatchObject({ sites: 2, daysLost: 0 });
  expect((await resultOf(Report, 'report', [...argv])).turns).toEqual(turns);

  const { stdout: screen } = await run(Status, 'status', [...argv]);
  expect(screen).toMatch(/us +\d +2 +BETA, 2 days/);
  const { stdout: site } = await run(Status, 'status', ['BETA', ...argv]);
  expect(site).toContain('Turn: us, since Mon 2030-01-07 (2 days): to read its answer and record what it means');
  const { stdout: markdown } = await run(Report, 'report', [...argv]);
  expect(markdown).toMatch(/us: \d sites?, 2 days lost so far; the oldest BETA, 2 days/);
  const { stdout: page } = await run(Report, 'report', ['--format', 'html', ...argv]);
  expect(page).toContain('<h2>Whose turn</h2>');
});
