// One step in a process of its own: `scale-step.ts STEP INVENTORY RECORDS` prints its times and its peak of memory.
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { plan } from '../../src/planning/plan.js';
import { normaliseRecords } from '../../src/grid/catalogue/record.js';
import type { InventoryCache } from '../../src/inventory/cache.js';
import { loadInventory } from '../../src/inventory/load.js';
import { emptyHistory } from '../../src/ledger/history.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { GridView } from '../../src/model/plan.js';
import type { QueueRecord } from '../../src/model/record.js';
import { agisCoreRecord } from '../../src/rehearsal/catalogue/agis-record.js';
import { freshScenario } from '../../src/rehearsal/fresh.js';
import { scenarioQueues } from '../../src/rehearsal/scenario-queues.js';
import { printTimes, timed } from './step-times.js';

const start = '2019-08-05T06:00:00Z';
const [step = '', file = '', recordsFile = ''] = process.argv.slice(2);

/** What the catalogue of a fresh world answers, as the adapter reads it. */
function freshRecords(inventory: Inventory): readonly QueueRecord[] {
  const queues = scenarioQueues(freshScenario(inventory, start));
  return normaliseRecords(queues.map((queue) => agisCoreRecord(queue, { status: 'online', comment: '' }))).records;
}

/** Line by line: one text of 50 MB would be garbage that `plan()` has to wait for. */
async function keptView(): Promise<GridView> {
  const records = new Map<string, QueueRecord>();
  for await (const line of createInterface({ input: createReadStream(recordsFile) })) {
    const record = JSON.parse(line) as QueueRecord;
    records.set(record.panda_resource, record);
  }
  return { records, rules: new Map(), downtimes: [], activity: null, requests: [] };
}

async function loadedInventory(cache: InventoryCache | null = null): Promise<Inventory> {
  await import('../../src/inventory/check.js');
  const loaded = await timed('inventory', () => loadInventory(file, cache));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings.slice(0, 3)));
  return loaded.inventory;
}

switch (step) {
  case 'yaml': {
    const { load } = await import('js-yaml');
    const text = readFileSync(file, 'utf8');
    await timed('load', () => load(text));
    break;
  }
  case 'records':
    writeFileSync(
      recordsFile,
      freshRecords(await loadedInventory())
        .map((record) => JSON.stringify(record))
        .join('\n'),
    );
    break;
  case 'cached':
    await loadedInventory({ folder: dirname(recordsFile), program: 'bench' });
    break;
  case 'plan': {
    const inventory = await loadedInventory();
    const view = await keptView();
    const result = await timed('plan', () => plan(inventory, view, emptyHistory(), Date.parse(start)));
    if (result.unplanned.length > 0 || result.waves.length === 0) throw new Error('The plan is not whole.');
    break;
  }
  default:
    throw new Error(`No step "${step}".`);
}
printTimes();
