import { attributeRefusal, changeAttributes } from '../world/attributes.js';
import type { Author } from '../world/journal.js';
import { changeRule, findQueue } from '../world/queues.js';
import { readTime } from '../world/times.js';
import type { World } from '../world/world.js';
import { isProbe, ruleValues } from './verdict.js';

/** One of the two GET writes (docs/grid.md#writes), its parameters as they came. */
export type Write =
  | { readonly call: 'set_attributes'; readonly queue: string; readonly attributes: Readonly<Record<string, string>> }
  | {
      readonly call: 'set_probestatus';
      readonly queue: string;
      readonly probe: string;
      readonly value: string;
      readonly reason: string;
      readonly expiration: string | null;
    };

export interface WriteResult {
  /** Something in the catalogue is different now. */
  readonly effective: boolean;
  /** The refusal that stands in the answer's list, or null. */
  readonly error: string | null;
}

/** Reads a write from its query. */
export function parseWrite(call: Write['call'], query: URLSearchParams): Write {
  const queue = query.get('panda_resource') ?? '';
  if (call === 'set_attributes') {
    const attributes = [...query].filter(([name]) => name !== 'json' && name !== 'panda_resource');
    return { call, queue, attributes: Object.fromEntries(attributes) };
  }
  return {
    call,
    queue,
    probe: query.get('probe') ?? '',
    value: query.get('value') ?? '',
    reason: query.get('reason') ?? '',
    expiration: query.get('expiration'),
  };
}

/** Why the catalogue refuses a write, or null. */
export function writeRefusal(world: World, write: Write): string | null {
  const queue = findQueue(world, write.queue);
  if (!queue) return `PandaQueue matching query does not exist: panda_resource='${write.queue}'`;
  if (write.call === 'set_attributes') {
    const names = Object.keys(write.attributes);
    if (names.length === 0) return 'No attributes are given';
    return names.map((name) => attributeRefusal(queue, name)).find((refusal) => refusal !== null) ?? null;
  }
  if (!isProbe(write.probe)) return `Probe '${write.probe}' is not allowed to set the status of ${write.queue}`;
  if (!ruleValues.includes(write.value)) return `Value '${write.value}' is none of ${ruleValues.join(', ')}`;
  return write.expiration && Number.isNaN(readTime(write.expiration))
    ? `Expiration '${write.expiration}' is no time`
    : null;
}

/** Carries a write out. Runs inside a transaction. */
export function applyWrite(world: World, write: Write, author: Author): WriteResult {
  const error = writeRefusal(world, write);
  const queue = findQueue(world, write.queue);
  if (error !== null || !queue) return { effective: false, error };
  if (write.call === 'set_attributes') {
    return { effective: changeAttributes(world, queue, write.attributes, author), error: null };
  }
  const expires = write.expiration ? readTime(write.expiration) : null;
  return {
    effective: changeRule(world, queue, write.probe, { value: write.value, reason: write.reason, expires }, author),
    error: null,
  };
}

/** The answer's list: `[[panda_resource, ok, message]]`. */
export function writeAnswer(write: Write, error: string | null): string {
  const done =
    write.call === 'set_attributes'
      ? `PandaQueue ${write.queue} has been successfully updated: ${Object.keys(write.attributes).join(', ')}`
      : `Probe ${write.probe} of ${write.queue} has been successfully set to ${write.value}`;
  return JSON.stringify([[write.queue, error === null, error === null ? done : `Error: ${error}`]]);
}
