import type { ListrDefaultRendererLogLevels, ListrTask } from 'listr2';
import type { Progress } from '../../execution/run.js';
import { grouped } from '../../model/grouped.js';
import type { Operation } from '../../model/operation.js';
import { count } from '../../model/text/sentences.js';
import { movesCursor } from './colour.js';
import { answering } from '../interrupt.js';
import { printable } from '../../model/text/printable.js';

/** Hears how far each operation is. */
export type Report = (progress: Progress) => void;

const steps = new Set<Progress['step']>(['intended', 'observing', 'writing', 'confirming', 'waiting']);
const sentSteps = new Set<Progress['step']>(['writing', 'confirming']);

/**
 * Runs work that carries out operations, and shows on stderr how it goes: live on a terminal, one plain
 * line an outcome elsewhere, nothing where `silent`.
 */
export function withProgress<T>(
  operations: readonly Operation[],
  silent: boolean,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  const last = new Map<string, Progress>();
  const inFlight = (): readonly string[] =>
    [...last.values()].filter(({ step }) => sentSteps.has(step)).map(progressLine);
  const noting =
    (show: Report): Report =>
    (progress) => {
      last.set(progress.key, progress);
      show(progress);
    };
  if (!silent && operations.length > 0 && movesCursor(process.stderr)) {
    return live(operations, (show, say) => answering({ say, inFlight }, () => work(noting(show))));
  }
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const show: Report = (progress) => {
    if (!silent && isSettled(progress)) say(progressLine(progress));
  };
  return answering({ say, inFlight }, () => work(noting(show)));
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
  begun: boolean;
  settled: number;
  /** Settled otherwise than meant. */
  missed: number;
  /** What it shows now. */
  text: string;
  show: () => void;
  end: () => void;
}

// The list must stay within the screen: its renderer cannot scroll.
const rowsLeftFree = 6;

async function live<T>(
  operations: readonly Operation[],
  work: (report: Report, say: (text: string) => void) => Promise<T>,
): Promise<T> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const lines = linesOf(operations, (process.stderr.rows || 24) - rowsLeftFree);
  const each = [...new Set(lines.values())];
  const head = lineOf(`${count(operations.length, 'operation')}; Ctrl-C ends after what is in flight`, 1);
  head.begun = true;
  const list = new Listr([taskOf(head), ...each.map(taskOf)], {
    concurrent: true,
    exitOnError: false,
    collectErrors: false,
    registerSignalListeners: false,
    renderer: 'default',
    fallbackRendererCondition: false,
    rendererOptions: { logger, collapseSkips: true, showErrorMessage: false },
  });
  const shown = list.run();
  try {
    return await work(
      (progress) => {
        advance(lines.get(progress.key), progress);
      },
      (text) => {
        head.text = text;
        head.show();
      },
    );
  } finally {
    head.settled = each.every(isDone) ? 1 : 0;
    for (const line of [...each, head]) line.end();
    await shown;
  }
}

/** The line of each operation, by its key: one a site where they fit, else one for all. */
function linesOf(operations: readonly Operation[], mostLines: number): ReadonlyMap<string, Line> {
  const oneForAll = new Set(operations.map(({ site }) => site)).size > mostLines;
  const groups = grouped(operations, ({ site }) => (oneForAll ? 'All sites' : site));
  const lines = new Map<string, Line>();
  for (const [title, members] of groups) {
    const line = lineOf(title, members.length);
    for (const { key } of members) lines.set(key, line);
  }
  return lines;
}

function lineOf(title: string, total: number): Line {
  const idle = (): void => undefined;
  return { title, total, begun: false, settled: 0, missed: 0, text: title, show: idle, end: idle };
}

function isDone({ settled, total, missed }: Line): boolean {
  return settled === total && missed === 0;
}

/** A tick for what is done, a cross for what is not, and a mark of its own for what was not begun or not ended. */
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
      if (isDone(line)) return;
      if (!line.begun) task.skip(`${line.text}: not begun`);
      else if (line.settled < line.total) task.skip(line.text);
      else throw new Error(line.text);
    },
  };
}

function advance(line: Line | undefined, progress: Progress): void {
  if (!line) return;
  line.begun = true;
  if (isSettled(progress)) {
    line.settled++;
    if (progress.step !== 'done' && progress.step !== 'already') line.missed++;
  }
  line.text = `${line.title}: ${line.settled} of ${line.total}; ${progressLine(progress)}`;
  line.show();
  if (line.settled === line.total) line.end();
}
