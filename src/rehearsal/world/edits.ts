import type { Edit } from '../scenario.js';
import { isProbe, ruleValues } from '../catalogue/verdict.js';
import { readThreats } from '../jobs/troubles.js';
import { armFault } from '../faults/armed.js';
import type { Fault } from '../faults/fault.js';
import { changeAttributes } from './attributes.js';
import { recordChange, worldNow, type Author } from './journal.js';
import { changeRule, findQueue, parseRecord, type StoredQueue } from './queues.js';
import { parseTime } from './times.js';
import { run, type World } from './world.js';

/** Somebody else than the program. */
export function stranger(by: string): Author {
  return { by, dn: `/DC=ch/DC=cern/OU=Organic Units/CN=${by}`, request: '', agent: 'web form', write: null };
}

/** Why an edit makes no sense in this world, or null. */
export function editRefusal(world: World, edit: Edit): string | null {
  switch (edit.edit) {
    case 'downtime':
      return parseTime(edit.downtime.start, 'downtime.start') < parseTime(edit.downtime.end, 'downtime.end')
        ? null
        : 'A downtime ends after it starts';
    case 'trouble':
    case 'mend':
      return null;
    case 'rename':
      if (findQueue(world, edit.to)) return `A queue named ${edit.to} is there already`;
      break;
    case 'rule':
      if (!isProbe(edit.probe)) return `Unknown probe '${edit.probe}'`;
      if (edit.value !== null && !ruleValues.includes(edit.value))
        return `'${edit.value}' is none of ${ruleValues.join(', ')}`;
      break;
    case 'attributes':
    case 'remove':
      break;
  }
  return findQueue(world, edit.queue) ? null : `Unknown queue '${edit.queue}'`;
}

/** Makes a change that `editRefusal` has nothing against; journalled where it is effective. */
export function applyEdit(world: World, edit: Edit, author: Author): void {
  if (edit.edit === 'downtime') {
    announceDowntime(world, edit.downtime, author);
    return;
  }
  if (edit.edit === 'trouble') {
    run(world, 'INSERT INTO trouble (trouble) VALUES (?)', JSON.stringify(edit.trouble));
    return;
  }
  if (edit.edit === 'mend') {
    endTroubles(world, edit);
    return;
  }
  const queue = findQueue(world, edit.queue);
  if (!queue) return;
  switch (edit.edit) {
    case 'attributes':
      if (edit.when === 'after the next read') armFault(world, betweenReadAndWrite(edit, author.by));
      else changeAttributes(world, queue, edit.attributes, author);
      return;
    case 'rule': {
      const expires = edit.expiration == null ? null : parseTime(edit.expiration, 'expiration');
      changeRule(
        world,
        queue,
        edit.probe,
        edit.value === null ? null : { value: edit.value, reason: edit.reason, expires },
        author,
      );
      return;
    }
    case 'rename':
      rename(world, queue, edit.to, author);
      return;
    case 'remove':
      run(world, 'DELETE FROM queue WHERE name = ?', queue.name);
      recordChange(world, author, { queue: queue.name, what: 'queue', old: queue.name, new: '' });
  }
}

/** Jobs of before stay as they were, so the trouble keeps its place and gets an end. */
function endTroubles(world: World, { kind, queues }: Extract<Edit, { edit: 'mend' }>): void {
  const to = new Date(worldNow(world)).toISOString();
  for (const { id, trouble } of readThreats(world)) {
    const isMended = trouble.kind === kind && trouble.on.queues?.every((queue) => queues.includes(queue)) === true;
    if (isMended && trouble.on.to === undefined)
      run(
        world,
        'UPDATE trouble SET trouble = ? WHERE id = ?',
        JSON.stringify({ ...trouble, on: { ...trouble.on, to } }),
        id,
      );
  }
}

function betweenReadAndWrite({ edit, queue, attributes }: Extract<Edit, { edit: 'attributes' }>, by: string): Fault {
  return {
    kind: 'foreign write',
    on: { effect: 'read', endpoint: 'records', queue },
    count: 1,
    probability: 1,
    by,
    change: { edit, queue, attributes },
  };
}

function announceDowntime(
  world: World,
  downtime: Extract<Edit, { edit: 'downtime' }>['downtime'],
  author: Author,
): void {
  const { atlas_site, start, end, severity, description, touches = 'everything', written = {} } = downtime;
  run(
    world,
    'INSERT INTO downtime (atlas_site, starts, ends, severity, description, created, touches, written) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    atlas_site,
    parseTime(start, 'downtime.start'),
    parseTime(end, 'downtime.end'),
    severity,
    description,
    worldNow(world),
    touches,
    JSON.stringify(written),
  );
  recordChange(world, author, { queue: atlas_site, what: 'downtime', old: '', new: JSON.stringify(downtime) });
}

/** The nickname follows only where it was the same. */
function rename(world: World, queue: StoredQueue, to: string, author: Author): void {
  const nickname = queue.nickname === queue.name ? to : queue.nickname;
  const before = parseRecord(queue);
  const record = { ...before, panda_resource: to, nickname, ...('siteid' in before ? { siteid: to } : {}) };
  run(
    world,
    'UPDATE queue SET name = ?, nickname = ?, record = ? WHERE name = ?',
    to,
    nickname,
    JSON.stringify(record),
    queue.name,
  );
  recordChange(world, author, { queue: queue.name, what: 'queue', old: queue.name, new: to });
}
