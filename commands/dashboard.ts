import { Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import { interruptedBy, untilInterrupted } from '../src/cli/interrupt.js';
import { UserError, messageOf } from '../src/model/user-error.js';

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

export default class Dashboard extends MigrateCommand {
  static override summary = 'Serves the report as a live page on this machine until it is interrupted.';
  static override description =
    'It only shows, and asks the grid once a minute. /metrics is for Prometheus, /healthz for a supervisor, /status.json for programs.';
  static override examples = [
    '<%= config.bin %> dashboard',
    '<%= config.bin %> dashboard --port 8080 --json',
    {
      description: 'For others, who need the token',
      command: '<%= config.bin %> dashboard --host 10.0.0.5 --token-file token',
    },
  ];
  static override flags = {
    port: Flags.integer({ min: 0, max: 65_535, default: 0, summary: 'Port; 0 for any free one.', helpValue: 'PORT' }),
    host: Flags.string({
      default: '127.0.0.1',
      summary: 'Address to listen on; other than the loopback only with --token-file.',
      helpValue: 'HOST',
    }),
    'token-file': Flags.string({ summary: 'Whoever looks must know the token in FILE.', helpValue: 'FILE' }),
  };

  protected override get showsStages(): boolean {
    return false;
  }

  async run(): Promise<undefined> {
    const { flags } = await this.parse(Dashboard);
    const { host, port } = flags;
    if (!loopback.has(host) && flags['token-file'] === undefined) {
      throw new UserError(2, 'usage', `Others can reach ${host}: a dashboard there needs --token-file FILE.`, [
        'Make one: openssl rand -hex 24 > token && chmod 600 token.',
      ]);
    }
    const [{ openFeed }, { serveDashboard }, { readToken }] = await Promise.all([
      import('../src/cli/dashboard/feed.js'),
      import('../src/cli/dashboard/server.js'),
      import('../src/cli/dashboard/access.js'),
    ]);
    const token = flags['token-file'] === undefined ? null : readToken(flags['token-file']);
    await this.withSession(flags, async (session) => {
      const feed = await openFeed(session, { ledgerPlace: session.ledgerPlace });
      try {
        const dashboard = await serveDashboard(feed, { host, port, token }).catch((error: unknown) => {
          throw new UserError(1, 'port', `${host}:${port} cannot be listened on: ${messageOf(error)}`, [
            'Name another with --port, or leave it away.',
          ]);
        });
        process.stdout.write(
          this.jsonEnabled() ? `${JSON.stringify({ url: dashboard.url })}\n` : `The dashboard is at ${dashboard.url}\n`,
        );
        await untilInterrupted();
        await dashboard.close();
      } finally {
        await feed.close();
      }
    });
    process.exitCode = interruptedBy() ?? 0;
    return undefined;
  }
}
