import { describe, expect, it, vi } from 'vitest';
import Agent from '../../commands/agent.js';
import Brokeroff from '../../commands/brokeroff/index.js';
import Commission from '../../commands/commission.js';
import Drift from '../../commands/drift.js';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import LedgerVerify from '../../commands/ledger/verify.js';
import Next from '../../commands/next.js';
import Notify from '../../commands/notify.js';
import Plan from '../../commands/plan.js';
import Ready from '../../commands/ready.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import RehearsalReset from '../../commands/rehearsal/reset.js';
import RehearsalServe from '../../commands/rehearsal/serve.js';
import Report from '../../commands/report.js';
import RequestStatus from '../../commands/request/status.js';
import Status from '../../commands/status.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { smallCampaign } from './campaigns.js';
import { run, type CommandClass } from './run-command.js';

const commands: readonly (readonly [id: string, CommandClass, argv: readonly string[]])[] = [
  ['status', Status, []],
  ['next', Next, ['--dry-run']],
  ['plan', Plan, []],
  ['ready', Ready, []],
  ['drift', Drift, []],
  ['history', History, []],
  ['report', Report, []],
  ['commission', Commission, []],
  ['request:status', RequestStatus, []],
  ['brokeroff', Brokeroff, ['--dry-run']],
  ['ledger:verify', LedgerVerify, []],
  ['notify', Notify, ['--dry-run']],
  ['agent', Agent, ['--once']],
  ['flip', Flip, ['BETA', '--to', '2', '--yes']],
  ['rehearsal:advance', RehearsalAdvance, ['1h']],
  ['rehearsal:reset', RehearsalReset, ['--yes']],
  ['rehearsal:serve', RehearsalServe, []],
];

// Node's own recursive mkdir never ends below the first of these.
describe.runIf(process.platform === 'linux').each(['/proc/nowhere', '/proc/self/nowhere', '/dev/null/below'])(
  'a state folder under %s, where nothing can be made',
  (home) => {
    it.each(commands)('%s ends at once with exit 3 and the path', async (id, command, own) => {
      const { argv } = smallCampaign();
      vi.stubEnv('XDG_STATE_HOME', home);
      const { exit, stderr } = await run(command, id, [...own, ...argv]);
      expect([exit, stderr]).toEqual([3, expect.stringContaining(`${home}/migrate/small/`)]);
    });

    it('a ledger there: nothing is written to the grid', async () => {
      const { argv, file } = smallCampaign('ledger: LEDGER\n');
      writeFileSync(file, readFileSync(file, 'utf8').replace('LEDGER', `${home}/ledger.sqlite`));
      const flip = await run(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
      expect([flip.exit, flip.stderr]).toEqual([3, expect.stringContaining(home)]);
      vi.stubEnv('MIGRATE_LEDGER', `${home}/other.sqlite`);
      const other = await run(Flip, 'flip', ['BETA', '--to', '2', '--dry-run', ...argv]);
      expect(other.stdout).toMatch(/flip +BETA_MCORE +pilot_version 1 → 2/);
    });
  },
);
