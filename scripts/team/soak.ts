// Agents and operators on one campaign while everything goes wrong, compared with the same campaign undisturbed; ends
// with 1 where the ends differ or anything was broken on the way.
// npm run soak [-- --sites 500 --days 70 --agents 4 --operators 4 --seed 1]
import { parseArgs } from 'node:util';
import { soak } from './run-soak.js';

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '500' },
    days: { type: 'string', default: '70' },
    agents: { type: 'string', default: '4' },
    operators: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
  },
});
const beganMs = Date.now();
const soaked = await soak({
  sites: Number(values.sites),
  days: Number(values.days),
  agents: Number(values.agents),
  operators: Number(values.operators),
  seed: Number(values.seed),
  tell: (line) => {
    console.error(line);
  },
});
console.log(JSON.stringify({ ...soaked, seconds: Math.round((Date.now() - beganMs) / 1000) }, null, 2));
process.exitCode = soaked.problems.length === 0 ? 0 : 1;
