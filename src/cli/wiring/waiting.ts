import type { Http } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';

/** Work that nobody has answered for so long is told of, ms. */
const quietMs = 2_000;

/** Tells whoever waits what is waited for, until it has ended. */
export type TellWait = (what: string, until: Promise<unknown>) => void;

/** Reads of a grid's services; one that stays silent is told of by its name and host, once for all who ask it at a time. */
export function tellingWaits(http: Http, inventory: Inventory, tell: TellWait): Http {
  const waiting = new Map<string, number>();

  function noteEnd(what: string): void {
    waiting.set(what, (waiting.get(what) ?? 1) - 1);
  }

  return (request) => {
    const answer = http(request);
    if (request.effect !== 'read') return answer;
    let told: string | null = null;
    const timer = setTimeout(() => {
      const what = `Waiting for ${serviceAt(request.url, inventory)}`;
      const before = waiting.get(what) ?? 0;
      waiting.set(what, before + 1);
      told = what;
      if (before === 0) tell(what, over);
    }, quietMs).unref();
    const over = answer.then(
      () => undefined,
      () => undefined,
    );
    void over.then(() => {
      clearTimeout(timer);
      if (told !== null) noteEnd(told);
    });
    return answer;
  };
}

/** `the catalogue at cric.example.org`. */
function serviceAt(url: string, { grid }: Inventory): string {
  const { host } = new URL(url);
  const profile = grid.profiles[grid.use];
  if (!profile) return `the rehearsal grid at ${host}`;
  const { catalogue, helpdesk, monitor, downtimes } = profile;
  const services: readonly (readonly [name: string, url: string | undefined])[] = [
    ['the downtimes', downtimes?.url],
    ['the monitor', monitor?.url],
    ...Object.values(helpdesk).map((desk) => ['the helpdesk', desk.url] as const),
    ['the catalogue', catalogue.url],
  ];
  const named = services.filter(([, base]) => base !== undefined && URL.canParse(base) && new URL(base).host === host);
  // Services may share a host: the longest address that the request begins with is the one asked.
  const [best] = named.toSorted((one, other) => fit(other[1], url) - fit(one[1], url));
  return `${best?.[0] ?? 'the service'} at ${host}`;
}

function fit(base: string | undefined, url: string): number {
  return base !== undefined && url.startsWith(base) ? base.length : 0;
}
