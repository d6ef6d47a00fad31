import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../dist/src/bin/migrate.js', import.meta.url));

/** Whether this machine has tmux, in which the tests of this kind drive a terminal. */
export const hasTerminal = spawnSync('tmux', ['-V']).status === 0;
if (!hasTerminal) console.warn('No tmux on the PATH: tests on a real terminal are left out.');

/** A program on a terminal of its own. */
export interface Terminal {
  /** The screen as a person sees it, without colours. */
  screen(): string;
  /** The same with lines that the terminal had to break put together again. */
  lines(): readonly string[];
  /** Waits until the screen shows this. */
  shows(text: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Keys by their tmux names: `C-c`, `Enter`, `y`. */
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
}

export interface TerminalChoice {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** Runs `migrate ARGS`; when it has ended, the screen says `exit CODE`. The terminal goes with the test. */
export function onTerminal(args: readonly string[], { cwd, env, columns = 100, rows = 30 }: TerminalChoice): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  const socket = join(folder, 'tmux');
  const tmux = (...argv: readonly string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...argv], { encoding: 'utf8' });
  const script = join(folder, 'run.sh');
  const set = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`export ${name}=${quoted(value)}`],
  );
  const line = [process.execPath, program, ...args].map(quoted).join(' ');
  writeFileSync(
    script,
    ['unset NO_COLOR CI', ...set, `cd ${quoted(cwd)}`, line, 'echo "exit $?"', 'sleep 600', ''].join('\n'),
  );
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), `bash ${quoted(script)}`);
  onTestFinished(() => {
    tmux('kill-server');
    rmSync(folder, { recursive: true, force: true });
  });
  const screen = (): string => tmux('capture-pane', '-p').trimEnd();
  return {
    screen,
    lines: () => tmux('capture-pane', '-p', '-J').trimEnd().split('\n'),
    shows: (text, timeoutMs = 20_000) =>
      expect
        .poll(screen, { timeout: timeoutMs, interval: 50 })
        .toMatch(typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text),
    press: (...keys) => {
      tmux('send-keys', ...keys);
    },
    resize: (width, height) => {
      tmux('resize-window', '-x', String(width), '-y', String(height));
    },
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
