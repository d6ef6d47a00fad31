import { isUtf8 } from 'node:buffer';
import { closeSync, readFileSync } from 'node:fs';
import { NotAFile, openPlainFile } from '../storage/plain-file.js';

/** A file's text, or what stood in its place. */
export type TextRead =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly found: string; readonly expected: string };

/** Reads one file of the inventory, by the path as given. Never throws for what a file can be. */
export type ReadText = (file: string) => TextRead;

/** 100,000 queues take 10 to 17 MB. */
export const maxFileBytes = 64 * 1024 * 1024;

/** The file from the disk. `expected`: what belongs there, for people. */
export function readTextFile(
  file: string,
  expected = 'a readable YAML file; name another with --inventory FILE',
): TextRead {
  try {
    const { handle, stats } = openPlainFile(file);
    try {
      if (stats.size <= maxFileBytes) return decoded(readFileSync(handle));
      return {
        ok: false,
        found: `${stats.size} bytes`,
        expected: `at most ${maxFileBytes} bytes in one file; use \`include\` to divide it`,
      };
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof NotAFile) return { ok: false, found: error.found, expected };
    return { ok: false, found: explained(error), expected };
  }
}

function decoded(bytes: Buffer): TextRead {
  if (isUtf8(bytes)) return { ok: true, text: bytes.toString('utf8') };
  return { ok: false, found: `bytes that are not UTF-8 on line ${firstBadLine(bytes)}`, expected: 'text in UTF-8' };
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (!isUtf8(bytes.subarray(start, end === -1 ? bytes.length : end))) return line;
    if (end === -1) return line;
    start = end + 1;
  }
  return line;
}

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'a file that may not be read',
  ENOTDIR: 'no such file',
  ELOOP: 'symbolic links in a circle',
};

function explained(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : explanations[code]) ?? error.message;
}
