import { isMapping } from '../model/mapping.js';
import { dayNumber } from '../model/dates.js';
import type { Adoption, Pause, RequestFact, StopLift, Verdict } from '../model/history.js';
import { operationKinds, type Operation, type SettledChange } from '../model/operation.js';
import { presentNames } from './former-names.js';
import { LedgerRefusal, type Actor } from './port.js';

/**
 * What stands in a ledger's cells, checked before anything rests on it: somebody may have changed a table by hand.
 * Every reader ends in the `LedgerRefusal` that names the table, its row and what is wrong there.
 */

/** Where a cell stands: `operations pilot2/Q/flip#0`. */
export interface Place {
  readonly table: string;
  readonly row: string;
}

type Check = (value: unknown) => boolean;

/** Moments of JavaScript, in ms. */
const lastMs = 8.64e15;

export const isText: Check = (value) => typeof value === 'string';
/** Counters, ids and moments in ms: one more of them is a whole number still. */
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= lastMs;
export const isAmount: Check = (value) => typeof value === 'number' && Number.isFinite(value);
export const isInstant: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
export const isDay: Check = (value) => typeof value === 'string' && !Number.isNaN(dayNumber(value));

export function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

export function oneOf(...values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

function orAbsent(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

const isFields: Check = (value) => isMapping(value) && Object.values(value).every(isText);
const isClaim: Check = (value) =>
  isMapping(value) &&
  isText(value['pool']) &&
  isText(value['member']) &&
  isAmount(value['amount']) &&
  isAmount(value['limit']);
const isEnd: Check = (value) => value === 'at the next change' || value === 'never' || isEndAt(value);
const isEndAt: Check = (value) => isMapping(value) && isInstant(value['at']);

/** The members of what is stored, by their present names, and what each must be. */
export interface Shape<T> {
  readonly name: string;
  readonly members: Readonly<Partial<Record<keyof T, Check>>>;
}

const isKind = oneOf(...operationKinds);

export const operationShape: Shape<Operation> = {
  name: 'an operation',
  members: {
    key: isText,
    kind: isKind,
    subject: isText,
    site: isText,
    queue: orNull(isText),
    before: isFields,
    after: isFields,
    reason: isText,
    cloud: orAbsent(isText),
    alsoIn: orAbsent(listOf(isText)),
    claims: listOf(isClaim),
    inputsFingerprint: isText,
    supersedes: orAbsent(isText),
    orBefore: orAbsent(isFields),
  },
};

export const actorShape: Shape<Actor> = {
  name: 'an operator',
  members: { name: isText, host: isText, pid: isCount, startedAt: isText, command: orAbsent(isText) },
};

export const changeShape: Shape<SettledChange> = {
  name: 'a settled change',
  members: {
    key: isText,
    kind: isKind,
    before: isFields,
    after: isFields,
    at: isInstant,
    effectiveAt: isInstant,
    day: isDay,
    actor: isText,
    outcome: oneOf('done', 'already'),
    reason: orAbsent(isText),
  },
};

export const verdictShape: Shape<Verdict> = {
  name: 'a verdict',
  members: {
    queue: isText,
    generation: isCount,
    verdict: isText,
    reason: isText,
    at: isInstant,
    by: isText,
    ends: orAbsent(orNull(isEnd)),
  },
};

export const adoptionShape: Shape<Adoption> = {
  name: 'an adoption',
  members: { queue: isText, site: isText, at: isInstant, changedAt: orNull(isInstant), underWatch: oneOf(true, false) },
};

export const requestShape: Shape<RequestFact> = {
  name: 'what is known of a request',
  members: {
    site: isText,
    step: isText,
    round: isCount,
    state: oneOf('none', 'sent', 'seen', 'replied', 'accepted', 'declined', 'solved', 'unconfirmed'),
    since: isInstant,
    ref: orNull(isText),
    by: isText,
    reason: orNull(isText),
    on: orAbsent(isDay),
    heard: orAbsent(isInstant),
    takesBack: orAbsent(oneOf(true, false)),
  },
};

export const pauseShape: Shape<Pause> = {
  name: 'a pause',
  members: {
    scope: isText,
    by: isText,
    at: isInstant,
    reason: isText,
    until: orAbsent(orNull(isInstant)),
    except: orAbsent(listOf(isText)),
  },
};

export const liftShape: Shape<StopLift> = {
  name: 'the lift of a stop',
  members: { trait: isText, by: isText, at: isInstant, reason: isText, until: orNull(isDay) },
};

/** The JSON of a cell as what it must be. Throws `LedgerRefusal`. */
export function parsed<T extends object>(place: Place, column: string, text: unknown, shape: Shape<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    throw tampered(place, `${column} is no JSON`);
  }
  return shaped(place, column, value, shape);
}

/** `parsed`, where there may be nothing. */
export function parsedOrNull<T extends object>(place: Place, column: string, text: unknown, shape: Shape<T>): T | null {
  return text === null ? null : parsed(place, column, text, shape);
}

/** What was read from a cell's JSON, by its present names. Throws `LedgerRefusal`. */
export function shaped<T extends object>(place: Place, column: string, value: unknown, shape: Shape<T>): T {
  if (!isMapping(value)) throw tampered(place, `${column} is not ${shape.name}`);
  const present = presentNames(value);
  for (const [member, check] of Object.entries(shape.members) as readonly [string, Check][])
    if (!check(present[member]))
      throw tampered(place, `${column} is not ${shape.name}: ${member} is ${shown(present[member])}`);
  return present as unknown as T;
}

/** A row whose columns are what they must be. Throws `LedgerRefusal`. */
export function checkedRow<T extends object>(
  table: string,
  names: readonly (keyof T & string)[],
  row: unknown,
  columns: Readonly<Record<keyof T & string, Check>>,
): T {
  const cells = row as Readonly<Record<string, unknown>>;
  const place = { table, row: names.map((name) => String(cells[name])).join(' ') };
  for (const [column, check] of Object.entries(columns) as readonly [string, Check][])
    if (!check(cells[column])) throw tampered(place, `${column} is ${shown(cells[column])}`);
  return row as T;
}

/** A ledger whose cells are not what this program writes. */
export function tampered({ table, row }: Place, what: string): LedgerRefusal {
  return new LedgerRefusal(`The ledger was changed by something else: table ${table}, row ${row}: ${what}.`, [
    '`migrate ledger verify` tells all that differs from what the events tell. Put back the last good copy of the ledger (docs/protocol.md#the-ledger).',
  ]);
}

const longestShown = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}
