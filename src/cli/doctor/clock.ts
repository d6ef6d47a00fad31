import { fail, ok, warn, type Check } from '../../app/examine.js';
import type { Http } from '../../grid/ports.js';

/** By how much the clocks of hosts differ from ours, as their answers say. */
export interface ClockWatch {
  readonly watched: (http: Http) => Http;
  readonly check: Check;
}

const noticeableMs = 30_000;
/** Tickets, tokens and proxies are refused about there. */
const harmfulMs = 300_000;

/** The Date header has no fractions, and was written between the question and the answer. */
export function clockWatch(): ClockWatch {
  const skews = new Map<string, number>();
  return {
    watched: (http) => async (request) => {
      const askedMs = Date.now();
      const answer = await http(request);
      const theirs = Date.parse(answer.headers['date'] ?? '');
      if (!Number.isNaN(theirs)) skews.set(new URL(request.url).host, theirs + 500 - (askedMs + Date.now()) / 2);
      return answer;
    },
    check: {
      name: 'clock',
      look: () => {
        const [worst] = [...skews].toSorted(([, one], [, other]) => Math.abs(other) - Math.abs(one));
        if (!worst)
          return warn('No service said what time it is.', 'See that this machine keeps its time (chrony, ntpd).');
        const [host, skewMs] = worst;
        const seconds = Math.round(Math.abs(skewMs) / 1000);
        const told = `The clock of ${host} is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's.`;
        const advice = 'Set the clock of this machine right (chrony, ntpd); the same with two hosts: it is ours.';
        if (Math.abs(skewMs) >= harmfulMs) return fail(told, advice);
        if (Math.abs(skewMs) >= noticeableMs) return warn(told, advice);
        return ok(`The same as that of ${count(skews.size)}, to ${Math.max(1, seconds)} s.`);
      },
    },
  };
}

function count(hosts: number): string {
  return hosts === 1 ? 'the one host that was asked' : `${hosts} hosts`;
}
