import { askAs, type Credentials } from '../credentials.js';
import { jsonOf } from '../http/answer.js';
import { GridFailure, type Downtimes, type Http } from '../ports.js';
import { readCalendar } from './calendar.js';

export interface DowntimesOptions extends Credentials {
  /** The calendar's full address, or the catalogue's alone: then the usual path is added. */
  readonly url: string;
  readonly kind: 'agis' | 'cric';
  readonly http: Http;
  readonly timeoutMs: number;
  /** Hears of entries of which something cannot be read. */
  readonly warn: (text: string) => void;
}

/** Without the preset CRIC's keys are resource centres, not the experiment's sites. */
const usualPaths = {
  agis: '/request/downtime/query/list/?json&filter=henceforward',
  cric: '/api/core/downtime/query/?json&preset=sites',
} as const;

/** The downtime calendar of AGIS or CRIC (docs/grid.md#downtimes). */
export function downtimeCalendar({ url, kind, http, timeoutMs, warn, ...credentials }: DowntimesOptions): Downtimes {
  const { origin, host, pathname, search } = new URL(url);
  const address = pathname === '/' && search === '' ? `${origin}${usualPaths[kind]}` : url;
  const keys = kind === 'agis' || new URL(address).searchParams.get('preset') === 'sites' ? 'sites' : 'centres';
  const who = `The downtime calendar at ${host}`;

  const notUnderstood = (what: string): GridFailure =>
    new GridFailure('not understood', `${who} sent ${what}`, true, ['Check the address in the grid profile.']);

  return {
    read: async (fromMs) => {
      const answer = await askAs(credentials, http, { method: 'GET', url: address, timeoutMs, effect: 'read' });
      const calendar = readCalendar(jsonOf(answer, who), keys);
      if (calendar === null) throw notUnderstood('something that is not a calendar.');
      const { announcements, problems } = calendar;
      for (const problem of problems) warn(problem);
      return announcements.filter(({ end }) => Date.parse(end) > fromMs);
    },
  };
}
