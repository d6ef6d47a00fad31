import { Flags } from '@oclif/core';
import { hostname } from 'node:os';
import type { Deed } from '../src/app/agents/agent.js';
import { durationMs, interval } from '../src/cli/args/duration.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { actingMs, interruptedBy, interruptible } from '../src/cli/interrupt.js';
import { runAgent } from '../src/cli/run-agent.js';
import { renderAgent, deedLine } from '../src/report/actions/agent.js';
import type { Result } from '../src/report/results/results.js';

export default class Agent extends MigrateCommand {
  static override summary = 'Does what is due by itself: what sites.yaml lets agents do, and what lapsed.';
  static override description =
    'With the ledger in PostgreSQL any number of agents share the work: the engine wakes them, the lease of the ledger decides who acts. With a ledger in a file one agent does all. SIGTERM ends it after what is in flight.';
  static override examples = [
    { description: 'Until it is told to stop', command: '<%= config.bin %> agent' },
    { description: 'From cron, one round', command: '<%= config.bin %> agent --once' },
    { description: 'With /healthz and /metrics on the loopback', command: '<%= config.bin %> agent --port 9180' },
  ];
  static override flags = {
    once: Flags.boolean({ summary: 'One round, and end.' }),
    name: Flags.string({ summary: 'What the ledger calls it (default: the host).', helpValue: 'NAME' }),
    every: Flags.string({ summary: 'Between surveys, in place of `agents.every_minutes`.', helpValue: '10m' }),
    port: Flags.integer({
      min: 0,
      max: 65_535,
      summary: 'Serve the page, /healthz and /metrics on 127.0.0.1.',
      helpValue: 'PORT',
      exclusive: ['once'],
    }),
  };

  protected override get showsStages(): boolean {
    return false;
  }

  async run(): Promise<Envelope<Result<'agent'>>> {
    const { flags } = await this.parse(Agent);
    const name = `agent ${flags.name ?? hostname()}`;
    const tasks: Deed[] = [];
    await this.withSession(flags, (session) =>
      interruptible(
        (signal) =>
          runAgent({ ...session, actor: { ...session.actor, name } }, signal, {
            once: flags.once,
            ...(flags.every !== undefined && { everyMs: durationMs(flags.every, interval) }),
            ...(flags.port !== undefined && { port: flags.port }),
            onDeed: (deed) => {
              // A long life would gather them without end: there they are only told.
              if (flags.once) tasks.push(deed);
              if (!this.jsonEnabled()) process.stderr.write(`${deedLine(deed)}\n`);
            },
            tell: (line) => process.stderr.write(`${line}\n`),
          }),
        { withinMs: actingMs(session.inventory.grid.timing) },
      ),
    );
    const result = { agent: name, tasks };
    const failed = tasks.some(({ outcome }) => outcome === 'failed');
    return this.answer(result, renderAgent(result, flags.once), interruptedBy() ?? (failed ? 1 : 0));
  }
}
