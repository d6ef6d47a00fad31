import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NotAFile, readPlainFile } from '../../src/storage/plain-file.js';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plain-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

describe('a file that is read', () => {
  it('gives its bytes, through a link too, and at most so many', () => {
    const file = join(aFolder(), 'file');
    writeFileSync(file, 'content');
    symlinkSync(file, `${file}-link`);
    expect(readPlainFile(`${file}-link`).toString()).toBe('content');
    expect(readPlainFile(file, 6)).toBeNull();
  });

  it('is a file: a folder, a pipe that nobody writes to, a device and a socket are told at once', async () => {
    const folder = aFolder();
    const [pipe, socket, sub] = ['pipe', 'socket', 'folder'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const server = createServer();
    await new Promise<void>((listening) => server.listen(socket, listening));
    onTestFinished(() => {
      server.close();
    });
    mkdirSync(sub);
    for (const [place, found] of [
      [sub, 'a folder'],
      [pipe, 'a pipe'],
      ['/dev/null', 'a device'],
      [socket, 'a socket'],
    ] as const)
      expect(() => readPlainFile(place)).toThrow(new NotAFile(place, found));
    expect(new NotAFile('/data', 'a folder').message).toBe('/data is a folder, and no file.');
  });

  it('that is not there is told by the system', () => {
    expect(() => readPlainFile('/nowhere/file')).toThrow('ENOENT');
  });
});
