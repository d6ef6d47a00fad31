// A rehearsal grid in a process of its own: `flips-world.ts FILE INVENTORY` prints its address, and serves until told to stop.
import { loadInventory } from '../../src/inventory/load.js';
import { freshScenario } from '../../src/rehearsal/fresh.js';
import { serve } from '../../src/rehearsal/server.js';
import { openWorld } from '../../src/rehearsal/world/world.js';

const [file = '', inventoryFile = ''] = process.argv.slice(2);
const loaded = await loadInventory(inventoryFile, null);
if (!loaded.ok) throw new Error(`${inventoryFile} is not valid.`);
const world = openWorld({ file, scenario: freshScenario(loaded.inventory, '2019-08-05T06:00:00Z') });
const server = await serve(world);
process.stdout.write(`${server.url}\n`);
process.once('SIGTERM', () => void server.close().then(() => world.close()));
