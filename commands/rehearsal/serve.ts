import { Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { readInventory } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { interruptedBy, untilInterrupted } from '../../src/cli/interrupt.js';
import { dirname, resolve } from 'node:path';
import { profileText, writeAccessFiles } from '../../src/cli/rehearsal/rehearsal-access.js';
import { requireRehearsal } from '../../src/cli/rehearsal/rehearsal.js';
import { openRehearsalWorld, worldFile } from '../../src/cli/wiring/rehearsal-grid.js';
import { otherOrigin } from '../../src/cli/wiring/world-origin.js';
import { layersOf, resolveSetting } from '../../src/cli/settings/settings.js';
import { instant } from '../../src/model/dates.js';
import { serve } from '../../src/rehearsal/server.js';
import { makeIdentities } from '../../src/rehearsal/tls/authority.js';
import { catalogueKinds } from '../../src/rehearsal/services.js';
import { worldNow } from '../../src/rehearsal/world/journal.js';
import { renderRehearsal } from '../../src/report/rehearsal/rehearsal.js';
import type { Result } from '../../src/report/results/results.js';

export default class RehearsalServe extends MigrateCommand {
  static override summary =
    'Serves the rehearsal grid over HTTP, and its mail over SMTP, on this machine until it is interrupted.';
  static override description =
    'Other processes use it with `grid: { use: rehearsal, rehearsal: { url: … } }`. The first thing printed is where it listens.';
  static override examples = [
    '<%= config.bin %> rehearsal serve',
    '<%= config.bin %> rehearsal serve --port 8019 --json',
    '<%= config.bin %> rehearsal serve --tls --catalogue cric',
  ];
  static override flags = {
    port: Flags.integer({ min: 0, max: 65_535, default: 0, summary: 'Port; 0 for any free one.', helpValue: 'PORT' }),
    catalogue: Flags.option({
      options: catalogueKinds,
      default: 'agis',
      summary: 'Whose services: of 2019, with AGIS, or of today, with CRIC, which a profile alone can use.',
    })(),
    'mail-port': Flags.integer({
      min: 0,
      max: 65_535,
      default: 0,
      summary: 'Port for mail; 0 for any free one.',
      helpValue: 'PORT',
    }),
    tls: Flags.boolean({
      summary:
        'Over TLS, with an authority made for it; prints the profile to use it by, and writes the files of its secrets.',
    }),
    secrets: Flags.string({
      summary: 'Where those files are written; default: beside the inventory.',
      helpValue: 'FOLDER',
      dependsOn: ['tls'],
    }),
  };

  async run(): Promise<Envelope<Result<'rehearsal-serve'>> | undefined> {
    const { flags } = await this.parse(RehearsalServe);
    const layers = await layersOf(flags);
    const inventory = await readInventory(resolveSetting('inventory', layers));
    requireRehearsal(inventory);
    this.place(inventory);
    const tls = flags.tls ? await makeIdentities(resolveSetting('operator', layers).value) : undefined;
    const files = tls && writeAccessFiles(resolve(flags.secrets ?? dirname(inventory.file)), tls);
    const world = await openRehearsalWorld(inventory);
    const other = otherOrigin(world, inventory);
    if (other !== null) this.caution(other);
    try {
      const server = await serve(world, { port: flags.port, kind: flags.catalogue, ...(tls && { tls }) }).catch(
        notListening('--port', flags.port),
      );
      const { serveMail } = await import('../../src/rehearsal/helpdesk/smtp.js');
      const mail = await serveMail(world, {
        port: flags['mail-port'],
        ...(tls && { identity: tls.server, secure: true, loginRequired: true }),
      }).catch(notListening('--mail-port', flags['mail-port']));
      const result = {
        world: world.id,
        file: worldFile(inventory),
        now: instant(worldNow(world)),
        url: server.url,
        mail: mail.url,
        ...(files && { files, profile: profileText({ url: server.url, mail: mail.url, kind: flags.catalogue }) }),
      };
      const envelope = this.answer(result, renderRehearsal(result, this.style));
      if (this.jsonEnabled()) this.logJson(envelope);
      await untilInterrupted();
      await Promise.all([server.close(), mail.close()]);
      process.exitCode = interruptedBy() ?? 0;
      return undefined;
    } finally {
      world.close();
    }
  }
}

function notListening(flag: string, port: number): (error: unknown) => never {
  return (error) => {
    throw new UserError(1, 'port', `Port ${port} cannot be listened on: ${String(error)}`, [
      `Name another with ${flag}, or leave it away.`,
    ]);
  };
}
