import type { ListrDefaultRendererLogLevels } from 'listr2';
import { movesCursor } from './colour.js';
import type { During } from '../../app/session.js';

/** Work that ends sooner is over before anybody asks what it is. */
const patienceMs = 500;

const mostTurns = 30;

/** `isUnderWay`: whether work is shown that another line can stand beside; absent where none ever is. */
export type Stages = During & { readonly isUnderWay?: () => boolean };

/**
 * Shows on a terminal what the program is at, in one line that goes away with the work; elsewhere nothing.
 * Work that keeps the thread to itself is shown from its beginning, for then nothing can be drawn.
 */
export function stagesOn(stream: NodeJS.WriteStream): Stages {
  if (!movesCursor(stream)) return async (_what, work) => work();
  const under: string[] = [];
  let line: Line | null = null;
  let timer: NodeJS.Timeout | null = null;

  function text(): string {
    return under.join('; ');
  }

  async function show(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const before = stream.bytesWritten;
    if (line) line.change(text());
    else line = await openLine(stream, text());
    // It is drawn in some turn of the event loop to come.
    for (let wait = 0; wait < mostTurns && stream.bytesWritten === before; wait++) await turn();
  }

  async function hide(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const shown = line;
    line = null;
    await shown?.close();
  }

  const stages: During = async (what, work, { blocks = false } = {}) => {
    under.push(what);
    if (blocks || line) await show();
    else timer ??= setTimeout(() => void show(), patienceMs);
    try {
      return await work();
    } finally {
      under.splice(under.indexOf(what), 1);
      if (under.length === 0) await hide();
      else line?.change(text());
    }
  };
  return Object.assign(stages, { isUnderWay: () => under.length > 0 });
}

interface Line {
  readonly change: (text: string) => void;
  readonly close: () => Promise<void>;
}

async function openLine(stream: NodeJS.WriteStream, text: string): Promise<Line> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({ processOutput: new ProcessOutput(stream, stream) });
  let end: () => void = () => undefined;
  let change: (text: string) => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const list = new Listr(
    [
      {
        title: text,
        task: async (_context, task) => {
          change = (next) => {
            task.title = next;
          };
          await ended;
        },
      },
    ],
    {
      registerSignalListeners: false,
      renderer: 'default',
      fallbackRendererCondition: false,
      rendererOptions: { logger, clearOutput: true },
    },
  );
  const restore = (): void => {
    // The list hides the cursor, and a process that is interrupted would leave it so.
    stream.write('\u001B[?25h');
  };
  process.once('exit', restore);
  const shown = list.run();
  return {
    change: (next) => {
      change(next);
    },
    async close() {
      end();
      await shown;
      process.removeListener('exit', restore);
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 10);
  });
}
