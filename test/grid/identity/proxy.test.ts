import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { timeLeft } from '../../../src/grid/identity/life.js';
import { readProxy, vomsEndMs } from '../../../src/grid/identity/proxy.js';
import { formerOperator, operator, server } from '../http/certificates.js';

function aFile(content: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'x509up');
  writeFileSync(file, content, { mode });
  return file;
}

describe('a proxy', () => {
  it('says whom it stands for, and ends with the first of its certificates', () => {
    expect(readProxy(aFile(operator.cert + operator.key))).toMatchObject({
      subject: 'CN=operator',
      endsMs: Date.UTC(2099, 11, 31),
    });
    expect(readProxy(aFile(operator.cert + operator.key + formerOperator.cert)).endsMs).toBe(Date.UTC(2001, 0, 1));
  });

  it.each([
    ['no key', operator.cert, 0o600, 'has no private key'],
    ["another's key", operator.cert + server.key, 0o600, 'belongs to another certificate'],
    ['a locked key', operator.cert + operator.key.replace(/[A-Za-z0-9+/]{20}\n/, 'x\n'), 0o600, 'cannot be read'],
    ['no certificate', operator.key, 0o600, 'not a PEM file with a certificate'],
    [
      'a certificate that is none',
      operator.cert.replace(/\n[A-Za-z0-9+/=]{40,}\n/, '\nAAAA\n') + operator.key,
      0o600,
      'cannot be read',
    ],
    ['readers beside its owner', operator.cert + operator.key, 0o640, 'can be read by others'],
  ])('with %s is refused', (_what, content, mode, why) => {
    expect(() => readProxy(aFile(content, mode))).toThrow(why);
  });

  it('ends with the attributes that a VOMS server signed, where these end first', () => {
    const time = (text: string): Buffer => Buffer.from(`\x18\x0f${text}Z`, 'latin1');
    const mark = Buffer.from('060a2b06010401be45646405', 'hex');
    const bytes = Buffer.concat([Buffer.from([0x30, 0x82]), mark, time('20190805080000'), time('20190806080000')]);
    expect(vomsEndMs(bytes)).toBe(Date.UTC(2019, 7, 6, 8));
    expect(vomsEndMs(Buffer.from('no such mark'))).toBeNull();
    expect(vomsEndMs(mark)).toBeNull();
  });
});

it.each([
  [59_000, '0 min'],
  [80 * 60_000, '1 h 20 min'],
  [2 * 3_600_000, '2 h'],
  [100 * 3_600_000, '4 days'],
])('%i ms left are %s', (ms, text) => {
  expect(timeLeft(ms)).toBe(text);
});
