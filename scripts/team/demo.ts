// Two agents and an operator work one campaign on one machine: npm run team:demo
import type { Result } from '../../src/report/results/results.js';
import { campaignOf } from './campaign.js';
import { teamPlace } from './place.js';

const place = await teamPlace(campaignOf(6, '  agents: { may: [flip, look, poll] }\n'));
try {
  console.log(`PostgreSQL serves ${place.database.replace(/:[^:@/]*@/, '@')}`);
  const agents = ['one', 'two'].map((name) => place.start('carl', ['agent', '--name', name]));
  for (const [n, { child }] of agents.entries())
    child.stderr?.on('data', (text: Buffer) =>
      process.stdout.write(`agent ${n === 0 ? 'one' : 'two'}: ${String(text)}`),
    );
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  await place.start('anna', ['rehearsal', 'advance', '1d']).ended;
  const { outcomes = [] } = await place.json<Result<'next'>>('anna', ['next', '--yes']);
  for (const { kind, site, outcome } of outcomes) console.log(`anna: ${kind} ${site ?? ''}: ${outcome}`);
  for (const { child } of agents) child.kill('SIGTERM');
  for (const { code } of await Promise.all(agents.map(({ ended }) => ended)))
    console.log(`an agent ended with ${String(code)}`);
  const { sites } = await place.json<Result<'status'>>('anna', ['status']);
  const { events, differences } = await place.json<Result<'ledger-verify'>>('anna', ['ledger', 'verify']);
  console.log(
    `${String(sites.commissioning)} sites in commissioning; ${String(events)} events, differences: ${String(differences?.length)}`,
  );
} finally {
  await place.close();
}
