import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../storage/package-root.js';
import type { Scenario } from './scenario.js';

/** Names of the scenarios that come with the program; `fresh` is made, not read. */
export function shippedScenarios(): readonly string[] {
  return readdirSync(folder())
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

/** A scenario that comes with the program, e.g. `august-2019`. Throws for an unknown name, and says which there are. */
export function shippedScenario(name: string): Scenario {
  const file = join(folder(), `${name}.json`);
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) {
    throw new Error(`There is no scenario '${name}'. There are: ${['fresh', ...shippedScenarios()].join(', ')}`);
  }
  const { like, ...own } = JSON.parse(readFileSync(file, 'utf8')) as
    Likeness | (Scenario & { readonly like?: undefined });
  if (like === undefined) return own as Scenario;
  const base = shippedScenario(like);
  return { ...base, ...own, answers: { ...base.answers, ...own.answers } };
}

/** A scenario that is another one but for how sites answer. */
interface Likeness extends Pick<Scenario, 'name' | 'answers'> {
  readonly like: string;
}

function folder(): string {
  return join(packageRoot(), 'src', 'rehearsal', 'scenarios');
}
