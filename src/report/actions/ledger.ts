import type { Result } from '../results/results.js';
import type { Style } from '../terminal/style.js';

/** Where the ledger is from now on, and what is left to do. */
export function renderMoved({ from, to, events, chain }: Result<'ledger-move'>, { emphasis }: Style): string {
  return [
    emphasis.good(`The ledger is at ${to} now: ${String(events)} events, their chain holds.`),
    `${from} is sealed: it acts no more, and says where the ledger went.`,
    `Tell everybody: \`ledger: ${to}\` in sites.yaml.`,
    `Ledger head: ${chain}`,
  ].join('\n');
}

export function renderExported({ file, events }: Result<'ledger-export'>): string {
  return `${String(events)} events are in ${file ?? ''}.`;
}
