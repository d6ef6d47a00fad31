import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isGone, thisProcess } from '../../src/ledger/process.js';

it('a process that lives is not gone', () => {
  const self = thisProcess('anna');
  expect(self).toMatchObject({ name: 'anna', pid: process.pid });
  expect(isGone(self)).toBe(false);
});

it('a process that has ended is gone', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  expect(isGone({ ...thisProcess('anna'), pid: child.pid ?? 0 })).toBe(true);
});

it('a later process with the same number is another one', () => {
  const self = thisProcess('anna');
  expect(isGone({ ...self, startedAt: `${self.startedAt}0` })).toBe(true);
});

it('a process of another host, boot or container cannot be judged', () => {
  const self = thisProcess('anna');
  expect(isGone({ ...self, host: 'elsewhere', pid: 1 })).toBe(false);
  expect(isGone({ ...self, startedAt: `other-boot${self.startedAt.slice(self.startedAt.indexOf('/'))}` })).toBe(false);
});
