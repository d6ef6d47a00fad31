/** One rule of a row: of a probe, with a value, that stands, will end, or has ended. Those that were set later come later. */
interface VerdictRule {
  readonly probe: 'manual' | 'switcher' | 'hammercloud';
  readonly value: 'ONLINE' | 'TEST' | 'PAUSED' | 'BROKEROFF' | 'OFFLINE';
  readonly ends: 'never' | 'later' | 'ended';
}

/** What the status of a queue is, by the rules on it. */
export interface VerdictRow {
  readonly rules: readonly VerdictRule[];
  readonly status: string;
  /** How probes are ranked is not public: what was not seen in records or code is assumed, and only ever read back. */
  readonly assumed: boolean;
}

const manual = (value: VerdictRule['value'], ends: VerdictRule['ends'] = 'never'): VerdictRule => ({
  probe: 'manual',
  value,
  ends,
});
const switcher = (value: VerdictRule['value'], ends: VerdictRule['ends'] = 'never'): VerdictRule => ({
  ...manual(value, ends),
  probe: 'switcher',
});
const hammercloud = (value: VerdictRule['value']): VerdictRule => ({ ...manual(value), probe: 'hammercloud' });
const seen = (status: string, ...rules: readonly VerdictRule[]): VerdictRow => ({ rules, status, assumed: false });
const assumed = (status: string, ...rules: readonly VerdictRule[]): VerdictRow => ({ rules, status, assumed: true });

/** The truth table of status rules. The program acts on what it reads back, never on this. */
export const statusVerdicts: readonly VerdictRow[] = [
  seen('online'),
  seen('online', manual('ONLINE')),
  seen('test', manual('TEST')),
  assumed('paused', manual('PAUSED')),
  seen('brokeroff', manual('BROKEROFF')),
  seen('offline', manual('OFFLINE')),
  seen('offline', switcher('OFFLINE')),
  seen('offline', switcher('OFFLINE', 'later')),
  seen('online', switcher('OFFLINE', 'ended')),
  seen('test', hammercloud('TEST')),
  seen('online', hammercloud('ONLINE')),
  seen('brokeroff', manual('BROKEROFF', 'later')),
  seen('online', manual('BROKEROFF', 'ended')),
  assumed('brokeroff', manual('BROKEROFF'), hammercloud('ONLINE')),
  assumed('brokeroff', manual('BROKEROFF'), hammercloud('TEST')),
  assumed('brokeroff', hammercloud('TEST'), manual('BROKEROFF')),
  assumed('offline', manual('BROKEROFF'), switcher('OFFLINE')),
  assumed('offline', switcher('OFFLINE'), manual('BROKEROFF')),
  assumed('offline', manual('ONLINE'), switcher('OFFLINE')),
  assumed('offline', switcher('OFFLINE'), manual('ONLINE'), hammercloud('ONLINE')),
  assumed('test', manual('ONLINE'), hammercloud('TEST')),
  assumed('test', manual('PAUSED'), hammercloud('TEST')),
  assumed('paused', hammercloud('TEST'), manual('PAUSED')),
  assumed('brokeroff', manual('BROKEROFF'), switcher('OFFLINE', 'ended')),
  assumed('offline', manual('BROKEROFF'), switcher('OFFLINE', 'later')),
  assumed('test', manual('OFFLINE', 'ended'), hammercloud('TEST')),
  assumed('online', manual('BROKEROFF', 'ended'), switcher('OFFLINE', 'ended'), hammercloud('ONLINE')),
];
