// One step in a process of its own: `import-step.ts STEP DUMP INVENTORY` prints its times and its peak of memory.
import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { importCatalogue } from '../../src/app/inventory/import-catalogue.js';
import { catalogueFrom } from '../../src/cli/wiring/catalogue-source.js';
import { loadInventory } from '../../src/inventory/load.js';
import { agisRecord } from '../../src/rehearsal/catalogue/agis-record.js';
import { freshScenario } from '../../src/rehearsal/fresh.js';
import { scenarioQueues } from '../../src/rehearsal/scenario-queues.js';
import { printTimes, timed } from './step-times.js';

const [step = '', dump = '', file = ''] = process.argv.slice(2);

switch (step) {
  case 'dump': {
    const loaded = await loadInventory(file, null);
    if (!loaded.ok) throw new Error('the inventory is not valid');
    const out = createWriteStream(dump);
    const queues = scenarioQueues(freshScenario(loaded.inventory, '2019-08-05T06:00:00Z'));
    for (const [index, queue] of queues.entries()) {
      // Every tenth queue has another name than the inventory's, so that there is something to merge.
      const name = index % 10 === 9 ? `${queue.panda_resource}_NEW` : queue.panda_resource;
      const record = { ...agisRecord(queue, { status: 'online', comment: '' }), panda_resource: name };
      const text = `${index === 0 ? '{' : ','}\n${JSON.stringify(name)}: ${JSON.stringify(record)}`;
      if (!out.write(text)) await once(out, 'drain');
    }
    out.end('\n}\n');
    await once(out, 'finish');
    break;
  }
  case 'parse':
    await timed('parse', () => JSON.parse(readFileSync(dump, 'utf8')) as unknown);
    break;
  case 'import': {
    const read = await timed('read', () => catalogueFrom(dump, { inventory: null, operator: 'bench' }));
    const loaded = await timed('inventory', () => loadInventory(file, null));
    if (!loaded.ok) throw new Error('the inventory is not valid');
    const options = { today: '2019-08-05', dryRun: true, renamed: new Map<string, string>() };
    const { renamed } = await timed('merge', () => importCatalogue(loaded.inventory, read, options));
    if (renamed.length !== loaded.inventory.sites.length / 2) throw new Error(`${renamed.length} queues were renamed.`);
    break;
  }
  default:
    throw new Error(`No step "${step}".`);
}
printTimes();
