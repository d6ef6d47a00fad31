import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import Agent from '../../commands/agent.js';
import History from '../../commands/history.js';
import Advance from '../../commands/rehearsal/advance.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run } from './run-command.js';

it('asleep over its date, a retirement is made once, late rather than never, and says so', async () => {
  const { argv, file } = smallCampaign();
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('because: the site closes', 'because: the site closes, data: nothing is left'));
  await run(Advance, 'rehearsal:advance', [...argv, '11d']);
  const { tasks } = await resultOf(Agent, 'agent', [...argv, '--once']);
  expect(tasks.filter(({ subject }) => subject === 'ANALY_DELTA')).toMatchObject([{ outcome: 'done' }]);
  const { events } = await resultOf(History, 'history', [...argv, 'ANALY_DELTA']);
  expect(events[0]?.detail['reason']).toMatch(/^Retires on 2030-01-15, 3 days late: the site closes\.$/);
  await run(Advance, 'rehearsal:advance', [...argv, '1d']);
  expect((await resultOf(Agent, 'agent', [...argv, '--once'])).tasks).toEqual([]);
});
