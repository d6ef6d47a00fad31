import { afterEach, describe, expect, it, vi } from 'vitest';
import { promptStream } from '../../../src/cli/terminal/prompts.js';

const argv = process.argv;
afterEach(() => {
  process.argv = argv;
  vi.unstubAllEnvs();
});

function written(text: string): string {
  let all = '';
  const terminal = {
    isTTY: true,
    write: (chunk: string, done: () => void) => {
      all += chunk;
      done();
    },
  } as unknown as NodeJS.WriteStream;
  const stream = promptStream(terminal);
  if (stream === terminal) return 'as it is';
  stream.write(text);
  return all;
}

describe('what prompts write on a terminal', () => {
  const question = '\u001B[2K\u001B[34m?\u001B[39m Go on?\u001B[1A';

  it('loses its colours with --no-color, and keeps what moves the cursor', () => {
    vi.stubEnv('NO_COLOR', '');
    process.argv = [...argv, '--no-color'];
    expect(written(question)).toBe('\u001B[2K? Go on?\u001B[1A');
  });

  it('loses them with NO_COLOR too', () => {
    vi.stubEnv('NO_COLOR', '1');
    expect(written(question)).toBe('\u001B[2K? Go on?\u001B[1A');
  });

  it('keeps them else', () => {
    vi.stubEnv('NO_COLOR', '');
    vi.stubEnv('TERM', 'xterm');
    expect(written(question)).toBe('as it is');
  });
});
