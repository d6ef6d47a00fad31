import { jsonOf } from '../http/answer.js';
import { GridFailure, type Downtimes, type Http } from '../ports.js';
import { readCalendar } from './calendar.js';

export interface DowntimesOptions {
  /** The calendar's full address, or the catalogue's alone: then the usual path is added. */
  readonly url: string;
  readonly kind: 'agis' | 'cric';
  readonly http: Http;
  readonly proxyFile: string | null;
  readonly timeoutMs: number;
  /** Hears of entries that were left out. */
  readonly warn: (text: string) => void;
}

/** Without the preset CRIC's keys are resource centres, not the experiment's sites. */
const usualPaths = {
  agis: '/request/downtime/query/list/?json&filter=henceforward',
  cric: '/api/core/downtime/query/?json&preset=sites',
} as const;

/** The downtime calendar of AGIS or CRIC (docs/grid.md#downtimes). */
export function downtimeCalendar({ url, kind, http, proxyFile, timeoutMs, warn }: DowntimesOptions): Downtimes {
  const { origin, host, pathname, search } = new URL(url);
  const address = pathname === '/' && search === '' ? `${origin}${usualPaths[kind]}` : url;
  const who = `The downtime calendar at ${host}`;

  const notUnderstood = (what: string): GridFailure =>
    new GridFailure('not understood', `${who} sent ${what}`, true, ['Check the address in the grid profile.']);

  return {
    read: async (fromMs) => {
      const answer = await http({
        method: 'GET',
        url: address,
        timeoutMs,
        effect: 'read',
        ...(proxyFile === null ? {} : { proxyFile }),
      });
      const calendar = readCalendar(jsonOf(answer, who));
      if (calendar === null) throw notUnderstood('something that is not a calendar.');
      const [problem] = calendar.problems;
      if (calendar.downtimes.length === 0 && problem !== undefined)
        throw notUnderstood(`no downtime that can be understood: ${problem}`);
      for (const problem of calendar.problems) warn(`${problem} It was left out.`);
      for (const { end, sentence } of calendar.notes) if (Date.parse(end) > fromMs) warn(sentence);
      return calendar.downtimes.filter(({ end }) => Date.parse(end) > fromMs);
    },
  };
}
