export interface StepTimes {
  readonly times: Readonly<Record<string, { readonly wallMs: number; readonly cpuMs: number }>>;
  readonly peakMiB: number;
}

const times: Record<string, { wallMs: number; cpuMs: number }> = {};

/** Does work of this process's step, and keeps what it took under a name. */
export async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const from = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  times[name] = { wallMs: performance.now() - from, cpuMs: (user + system) / 1000 };
  return result;
}

/** Prints what the step took, for the process that began it. */
export function printTimes(): void {
  process.stdout.write(JSON.stringify({ times, peakMiB: process.resourceUsage().maxRSS / 1024 } satisfies StepTimes));
}
