import { spawnSync } from 'node:child_process';

export interface Timing {
  readonly name: string;
  readonly medianMs: number;
  /** To the first command. */
  readonly ratio: number;
}

/** Wall times of commands of this Node, run in turns so that the machine's moods meet all alike. Throws where one fails. */
export function interleaved(
  commands: Readonly<Record<string, readonly string[]>>,
  rounds: number,
  env: NodeJS.ProcessEnv = process.env,
): Timing[] {
  const names = Object.keys(commands);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, argv] of Object.entries(commands)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, argv, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      if (status !== 0) throw new Error(`${name} ended with ${String(status)}: ${stderr}`);
      times.get(name)?.push(performance.now() - start);
    }
  }
  const base = median(times.get(names[0] ?? '') ?? []);
  return names.map((name) => {
    const medianMs = median(times.get(name) ?? []);
    return { name, medianMs, ratio: medianMs / base };
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
