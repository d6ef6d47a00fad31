import { movesCursor } from './colour.js';
import { displayWidth } from '../../report/terminal/display-width.js';

/** Where a frame is drawn: stderr, or a test's own. */
export interface Canvas {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

export interface LiveFrame {
  /** On a terminal in the place of what was shown before, and again when the terminal is resized; elsewhere below it. */
  show(text: () => string): void;
  /** Takes the frame off a terminal, for good. */
  clear(): void;
}

// Colour codes take no room.
const styling = /\u001B\[[\d;]*m/g;

/** A text that is shown again and again, such as a table that is watched. */
export function liveFrame(canvas: Canvas): LiveFrame {
  if (!movesCursor(canvas))
    return {
      show: (text) => {
        canvas.write(`${text()}\n\n`);
      },
      clear: () => undefined,
    };
  let shown: readonly string[] = [];
  let current: (() => string) | null = null;
  const columns = (): number => Math.max(1, canvas.columns ?? 80);
  const erase = (): void => {
    // By the present width: a terminal breaks anew what it shows when it is resized.
    const rows = shown.reduce((sum, line) => sum + rowsOf(line, columns()), 0);
    if (rows > 0) canvas.write(`\u001B[${rows}A\r\u001B[J`);
    shown = [];
  };
  const draw = (): void => {
    if (!current) return;
    erase();
    shown = fitting(current().split('\n'), columns(), (canvas.rows ?? 24) - 1);
    canvas.write(`${shown.join('\n')}\n`);
  };
  return {
    show(text) {
      if (!current) canvas.on?.('resize', draw);
      current = text;
      draw();
    },
    clear() {
      canvas.off?.('resize', draw);
      current = null;
      erase();
    },
  };
}

/** What is above the upper edge cannot be drawn over: the rest of a long frame is counted only. */
function fitting(lines: readonly string[], columns: number, mostRows: number): readonly string[] {
  let rows = 0;
  const first = lines.findIndex((line) => (rows += rowsOf(line, columns)) > mostRows);
  if (first === -1) return lines;
  const kept = lines.slice(0, Math.max(1, first - 1));
  return [...kept, `… and ${lines.length - kept.length} more lines`];
}

function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(displayWidth(line.replace(styling, '')) / columns));
}
