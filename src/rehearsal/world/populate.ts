import type { DatabaseSync } from '../../storage/sqlite.js';
import { agisRecord, agisCoreRecord } from '../catalogue/agis-record.js';
import { isProbe, ruleValues, effectiveStatus, type Rule } from '../catalogue/verdict.js';
import { asEdit, asTrouble, BadControl } from '../control/parse.js';
import { labelOf, siteAnswers, siteOf } from '../helpdesk/answers.js';
import type { Scenario, ScenarioRule } from '../scenario.js';
import { scenarioQueues } from '../scenario-queues.js';
import { worldVersion } from './schema.js';
import { parseTime } from './times.js';

/** Above this many queues records hold only the fields that mean something, or a full listing would not fit in memory. */
const fullRecordsUpTo = 5_000;

/** Writes a scenario into empty tables. Throws with what is wrong and where. */
export function populate(
  database: DatabaseSync,
  scenario: Scenario,
  world: { readonly id: string; readonly seed: number },
): void {
  const start = parseTime(scenario.start, `scenario ${scenario.name}, start`);
  database
    .prepare('INSERT INTO world VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(world.id, worldVersion, scenario.name, world.seed, start, start, JSON.stringify(scenario.writers ?? {}));
  const rules = rulesByQueue(database, scenario, start);
  insertQueues(database, scenario, rules);
  for (const queue of rules.keys())
    throw new Error(`scenario ${scenario.name}: a rule names the queue ${queue}, which has no row`);

  const ticket = database.prepare(
    'INSERT INTO ticket (channel, title, body, state, created, updated, labels) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const happening = database.prepare('INSERT INTO happening (due, what) VALUES (?, ?)');
  for (const { channel, title, body, state, created } of scenario.tickets) {
    const at = parseTime(created, `scenario ${scenario.name}, ticket ${title}`);
    const { lastInsertRowid } = ticket.run(channel, title, body, state, at, at, labelOf(title));
    const site = siteOf(title);
    if (site === null) continue;
    const asked = { ticket: Number(lastInsertRowid), channel, site, askedMs: Math.max(at, start) };
    for (const answer of siteAnswers(asked, scenario.answers?.[site] ?? null, world.seed))
      happening.run(answer.atMs, JSON.stringify(answer));
  }
  const answer = database.prepare('INSERT INTO answer (site, answer) VALUES (?, ?)');
  for (const [site, given] of Object.entries(scenario.answers ?? {})) answer.run(site, JSON.stringify(given));
  const downtime = database.prepare(
    'INSERT INTO downtime (atlas_site, starts, ends, severity, description, created, touches) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const { atlas_site, start: from, end, severity, description, touches = 'everything' } of scenario.downtimes ??
    []) {
    const where = `scenario ${scenario.name}, downtime of ${atlas_site}`;
    downtime.run(atlas_site, parseTime(from, where), parseTime(end, where), severity, description, start, touches);
  }
  const trouble = database.prepare('INSERT INTO trouble (trouble) VALUES (?)');
  for (const entry of scenario.troubles ?? []) trouble.run(JSON.stringify(sensible(scenario, () => asTrouble(entry))));
  for (const entry of scenario.happenings ?? []) {
    const edit = sensible(scenario, () => asEdit(entry));
    happening.run(
      parseTime(entry.at, `scenario ${scenario.name}, happening by ${entry.by}`),
      JSON.stringify({ at: entry.at, by: entry.by, ...edit }),
    );
  }
}

function sensible<T>(scenario: Scenario, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof BadControl) throw new Error(`scenario ${scenario.name}: ${error.message}`);
    throw error;
  }
}

function insertQueues(database: DatabaseSync, scenario: Scenario, rules: Map<string, Rule[]>): void {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO queue (name, nickname, cloud, slots, record) VALUES (?, ?, ?, ?, ?)',
  );
  const record = scenario.rows.length > fullRecordsUpTo ? agisCoreRecord : agisRecord;
  for (const queue of scenarioQueues(scenario)) {
    const name = queue.panda_resource;
    const status = effectiveStatus(rules.get(name) ?? []);
    rules.delete(name);
    const { changes } = insert.run(
      name,
      queue.nickname,
      queue.cloud,
      queue.slots,
      JSON.stringify(record(queue, status)),
    );
    if (changes === 0)
      throw new Error(
        `scenario ${scenario.name}: two queues are named ${name}, or have the nickname ${queue.nickname}`,
      );
  }
}

function rulesByQueue(database: DatabaseSync, scenario: Scenario, start: number): Map<string, Rule[]> {
  const insert = database.prepare(
    'INSERT INTO rule (queue, probe, value, reason, expires, updated, dn) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const byQueue = new Map<string, Rule[]>();
  for (const entry of scenario.rules) {
    const rule = scenarioRule(scenario, entry);
    if (rule.expires !== null && rule.expires <= start) continue;
    insert.run(rule.queue, rule.probe, rule.value, rule.reason, rule.expires, rule.updated, rule.dn);
    const others = byQueue.get(rule.queue);
    if (others) others.push(rule);
    else byQueue.set(rule.queue, [rule]);
  }
  return byQueue;
}

function scenarioRule(scenario: Scenario, { queue, probe, value, reason, expiration, updated }: ScenarioRule): Rule {
  const where = `scenario ${scenario.name}, rule of ${queue}`;
  if (!isProbe(probe)) throw new Error(`${where}: unknown probe '${probe}'`);
  if (!ruleValues.includes(value)) throw new Error(`${where}: '${value}' is none of ${ruleValues.join(', ')}`);
  return {
    queue,
    probe,
    value,
    reason,
    expires: expiration === null ? null : parseTime(expiration, where),
    updated: parseTime(updated, where),
    dn: `/DC=ch/DC=cern/OU=computers/CN=${probe}`,
  };
}
