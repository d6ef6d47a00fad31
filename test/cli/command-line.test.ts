import { expect, it } from 'vitest';
import { commandLine } from '../../src/cli/command-line.js';

it('is what was typed, quoted as a shell needs it', () => {
  expect(commandLine('request:sent', ['OSCER', '--reason', "it's by phone"])).toBe(
    String.raw`migrate request sent OSCER --reason 'it'\''s by phone'`,
  );
});

it('holds no password', () => {
  expect(commandLine('next', ['--ledger', 'postgres://anna:secret@db.example/campaigns'])).toBe(
    'migrate next --ledger postgres://anna@db.example/campaigns',
  );
  expect(commandLine('next', ['--ledger=postgres://db/x?user=anna&password=secret&sslmode=require'])).not.toContain(
    'secret',
  );
});

it('is cut where it is long', () => {
  expect(commandLine('flip', Array<string>(100).fill('ANALY_TRIUMF'))).toHaveLength(500);
});
