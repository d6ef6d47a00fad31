import { serve } from '../../src/rehearsal/server.js';
import { openWorld } from '../../src/rehearsal/world/world.js';
import { aScenario, twoQueues } from './scenarios.js';

// A process of its own for the tests: serves the world of a file until it is told to stop.
const world = openWorld({ file: process.argv[2] ?? '', scenario: aScenario(twoQueues) });
const server = await serve(world);
process.stdout.write(`${server.url}\n`);
process.once('SIGTERM', () => void server.close().then(() => world.close()));
