import type { ListrDefaultRendererLogLevels, ListrTask } from 'listr2';
import type { Progress } from '../../execution/run.js';
import { grouped } from '../../model/grouped.js';
import type { Operation } from '../../model/operation.js';
import { printable } from '../../report/style.js';

/** Hears how far each operation is. */
export type Report = (progress: Progress) => void;

const steps = new Set<Progress['step']>(['intended', 'observing', 'writing', 'confirming', 'waiting']);

/**
 * Runs work that carries out operations, and shows on stderr how it goes: live on a terminal, one plain
 * line an outcome elsewhere, nothing where `quiet`.
 */
export function withProgress<T>(
  operations: readonly Operation[],
  quiet: boolean,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  if (quiet || operations.length === 0) return work(() => undefined);
  if (process.stderr.isTTY) return live(operations, work);
  return work((progress) => {
    if (isSettled(progress)) process.stderr.write(`${progressLine(progress)}\n`);
  });
}

function isSettled({ step }: Progress): boolean {
  return !steps.has(step);
}

function progressLine({ step, queue, site, sentence }: Progress): string {
  return printable(`${step}: ${queue ?? site}: ${sentence}`);
}

/** One line of the live list: a site, or all of them. */
interface Line {
  readonly title: string;
  readonly total: number;
  settled: number;
  /** What it shows now. */
  text: string;
  show: () => void;
  end: () => void;
}

// The list must stay within the screen: its renderer cannot scroll.
const rowsLeftFree = 4;

async function live<T>(operations: readonly Operation[], work: (report: Report) => Promise<T>): Promise<T> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const lines = linesOf(operations, (process.stderr.rows || 24) - rowsLeftFree);
  const list = new Listr([...new Set(lines.values())].map(taskOf), {
    concurrent: true,
    registerSignalListeners: false,
    renderer: 'default',
    fallbackRendererCondition: false,
    rendererOptions: { logger },
  });
  const shown = list.run();
  try {
    return await work((progress) => {
      advance(lines.get(progress.key), progress);
    });
  } finally {
    for (const line of lines.values()) line.end();
    await shown;
  }
}

/** The line of each operation, by its key: one a site where they fit, else one for all. */
function linesOf(operations: readonly Operation[], mostLines: number): ReadonlyMap<string, Line> {
  const oneForAll = new Set(operations.map(({ site }) => site)).size > mostLines;
  const groups = grouped(operations, ({ site }) => (oneForAll ? 'All sites' : site));
  const lines = new Map<string, Line>();
  for (const [title, members] of groups) {
    const line: Line = {
      title,
      total: members.length,
      settled: 0,
      text: title,
      show: () => undefined,
      end: () => undefined,
    };
    for (const { key } of members) lines.set(key, line);
  }
  return lines;
}

function taskOf(line: Line): ListrTask {
  const ended = new Promise<void>((resolve) => {
    line.end = resolve;
  });
  return {
    title: line.title,
    task: async (_context, task) => {
      line.show = () => {
        task.title = line.text;
      };
      // Work does not wait for its list to be drawn.
      line.show();
      await ended;
    },
  };
}

function advance(line: Line | undefined, progress: Progress): void {
  if (!line) return;
  if (isSettled(progress)) line.settled++;
  line.text = `${line.title}: ${line.settled} of ${line.total}; ${progressLine(progress)}`;
  line.show();
  if (line.settled === line.total) line.end();
}
