import type { NewCampaign } from '../../inventory/import/new-file.js';
import type { Channel } from '../../model/campaign.js';
import { UserError } from '../../model/user-error.js';
import { ask, canAsk } from '../terminal/prompts.js';

/** Flags of `migrate init`. */
export interface NewCampaignFlags {
  readonly name?: string | undefined;
  readonly pilot?: string | undefined;
  readonly containers?: string | undefined;
  readonly os?: string | undefined;
  readonly timezone?: string | undefined;
  readonly pace?: number | undefined;
  readonly channel?: string | undefined;
  readonly from?: string | undefined;
}

const isName = /^[\p{L}\p{N}][\p{L}\p{N}_.+:@-]{0,99}$/u;
const isPair = /^[^:;\s]+:[^:;\s]+$/;

/**
 * A new campaign by its flags, and by the answers of a person to what no flag says. Where nobody can be asked, name,
 * versions and catalogue have to be flags (exit 2), and all else has its default.
 */
export async function newCampaign(
  flags: NewCampaignFlags,
  noInput: boolean,
): Promise<{ readonly campaign: NewCampaign; readonly from: string }> {
  const asking = canAsk(noInput);
  const needed = async (value: string | undefined, flag: string, message: string, check: Check): Promise<string> => {
    const given = value ?? (asking ? await ask({ message, check }) : undefined);
    if (given === undefined)
      throw new UserError(2, 'usage', `--${flag} is needed, and nobody can be asked here.`, [
        'migrate init --name NAME --pilot FROM:TO --from FILE|URL',
        '--from takes the list of all queues as AGIS or CRIC gives it in JSON (`…/pandaqueue/query/list/?json`), in a file or at its address.',
      ]);
    return checked(given, flag, check);
  };
  const optional = async (
    value: string | undefined,
    flag: string,
    message: string,
    initial: string,
    check: Check,
  ): Promise<string> => checked(value ?? (asking ? await ask({ message, initial, check }) : initial), flag, check);

  const name = await needed(flags.name, 'name', "The campaign's name:", (text) =>
    isName.test(text) ? null : 'a name of letters, digits and _ . + : @ -',
  );
  const pilot = await needed(flags.pilot, 'pilot', 'The old and the new pilot_version (FROM:TO):', isVersions);
  const from = await needed(flags.from, 'from', 'A dump of the catalogue, or the address of one:', (text) =>
    text.trim() === '' ? 'a file or an address' : null,
  );
  const containers = await optional(
    flags.containers,
    'containers',
    'The pair that switches containers on (empty: no container track):',
    '',
    (text) => (text === '' || isPair.test(text) ? null : 'a pair tool:user, such as singularity:pilot'),
  );
  const os = await optional(flags.os, 'os', 'The operating system that sites need (empty: any):', '', (text) =>
    text === '' || isName.test(text) ? null : 'a name such as centos7',
  );
  const timezone = await optional(flags.timezone, 'timezone', 'The time zone of its days:', 'UTC', isTimezone);
  const pace = await optional(flags.pace?.toString(), 'pace', 'Sites a working day:', '5', (text) =>
    /^[1-9]\d{0,5}$/.test(text) ? null : 'a whole number, 1 or more',
  );
  const channel = await optional(
    flags.channel,
    'channel',
    'How sites are asked (ggus, jira, mail, none):',
    'ggus',
    (text) => (isChannel(text) ? null : 'one of ggus, jira, mail, none'),
  );
  const [old = '', now = ''] = pilot.split(':');
  return {
    from,
    campaign: {
      name,
      pilot: { from: old, to: now },
      containers: containers === '' ? null : containers,
      os: os === '' ? null : os,
      timezone,
      sitesPerDay: Number(pace),
      channel: isChannel(channel) ? channel : 'ggus',
    },
  };
}

/** What is expected instead, or null. */
type Check = (text: string) => string | null;

function checked(text: string, flag: string, check: Check): string {
  const expected = check(text);
  if (expected === null) return text;
  throw new UserError(2, 'usage', `--${flag} ${JSON.stringify(text)}: ${expected} is expected.`);
}

function isVersions(text: string): string | null {
  const [from = '', to = '', ...more] = text.split(':');
  return from !== '' && to !== '' && from !== to && more.length === 0 ? null : 'two versions, such as 1:2';
}

function isTimezone(text: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return null;
  } catch (error) {
    if (error instanceof RangeError) return 'a time zone such as Europe/Zurich';
    throw error;
  }
}

function isChannel(text: string): text is Channel | 'none' {
  return text === 'ggus' || text === 'jira' || text === 'mail' || text === 'none';
}
