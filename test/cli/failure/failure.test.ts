import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/user-error.js';
import { failureOf, isOurFault } from '../../../src/cli/failure/failure.js';
import { GridFailure } from '../../../src/grid/ports.js';
import { LedgerRefusal } from '../../../src/ledger/port.js';

const words = { commands: ['brokeroff', 'brokeroff:schedule', 'status'], flags: ['inventory', 'dry-run'] };

describe('what a thrown error becomes', () => {
  it('passes an operator error on as it is', () => {
    const error = new UserError(4, 'stale-plan', 'The plan is stale.', ['Plan again.']);
    expect(failureOf(error, words)).toMatchObject({
      exit: 4,
      code: 'stale-plan',
      message: 'The plan is stale.',
      advice: ['Plan again.'],
    });
  });

  it('names the command that was probably meant', () => {
    expect(failureOf(new Error('command brokeroff:shedule not found'), words)).toMatchObject({
      exit: 2,
      message: 'There is no command "brokeroff shedule".',
      advice: ['Did you mean `migrate brokeroff schedule`?'],
    });
  });

  it('names the command that was probably meant before a name, and every one that is as near', () => {
    const known = { commands: ['containers:on', 'containers:off', 'request:accept'], flags: [] };
    expect(failureOf(new Error('command containers:of not found'), known).advice).toEqual([
      'Did you mean `migrate containers off` or `migrate containers on`?',
    ]);
    expect(failureOf(new Error('command request:acept:OSCER not found'), known).advice).toEqual([
      'Did you mean `migrate request accept`?',
    ]);
  });

  it.each([
    ['pause:OSCER', '`migrate pause` takes no name: "OSCER" is too much.', /pause --scope site=OSCER --reason TEXT/],
    ['completion:bash', '`migrate completion` takes no name: "bash" is too much.', /bash and zsh alike/],
    ['doctor:now', '`migrate doctor` takes no name: "now" is too much.', /doctor --help/],
  ])('says what a command takes in the place of a name: %s', (written, message, advice) => {
    const known = { commands: ['pause', 'completion', 'doctor'], flags: [] };
    expect(failureOf(new Error(`command ${written} not found`), known)).toMatchObject({
      exit: 2,
      message,
      advice: [expect.stringMatching(advice) as string],
    });
  });

  it('names the flag that was probably meant, and drops what the parser adds', () => {
    const error = Object.assign(new Error('Nonexistent flag: --dryrun\nSee more help with --help'), {
      parse: {},
      flags: ['--dryrun'],
    });
    expect(failureOf(error, words)).toMatchObject({
      exit: 2,
      message: 'Nonexistent flag: --dryrun',
      advice: ['Did you mean --dry-run?'],
    });
  });

  it('says which flag is missing without a preamble', () => {
    const error = Object.assign(
      new Error('The following error occurred:\n  Missing required flag because\nSee more help with --help'),
      { parse: {} },
    );
    expect(failureOf(error, words)).toMatchObject({ exit: 2, message: 'Missing required flag --because' });
  });

  it('is about usage where a flag has no value', () => {
    expect(failureOf(new Error('Flag --set expects a value'), words)).toMatchObject({
      exit: 2,
      code: 'usage',
      message: 'Flag --set expects a value',
    });
  });

  it('is about usage where the value of a flag is of the wrong kind', () => {
    const error = new Error('Parsing --count \n\tExpected an integer but received: x\nSee more help with --help');
    expect(failureOf(error, words)).toMatchObject({
      exit: 2,
      code: 'usage',
      message: '--count: Expected an integer but received: x',
    });
  });

  it('ends with 130 when the question was interrupted', () => {
    expect(failureOf(Object.assign(new Error('force closed'), { name: 'ExitPromptError' }), words).exit).toBe(130);
  });

  it('keeps the advice of ledger and grid', () => {
    expect(failureOf(new LedgerRefusal('Another campaign.', ['Name another file.']), words)).toMatchObject({
      exit: 3,
      advice: ['Name another file.'],
    });
    expect(failureOf(new GridFailure('timeout', 'No answer.', true, ['Look again.']), words)).toMatchObject({
      exit: 1,
      advice: ['Look again.'],
    });
  });

  it.each([
    [{ code: 'EMFILE', syscall: 'open' }, 'A file cannot be opened: this process has too many files open'],
    [{ code: 'EFBIG', syscall: 'write', path: '/s/f' }, '/s/f cannot be used: /s/f would be larger than files'],
    [
      { code: 'EROFS', syscall: 'open', path: '/s/f' },
      '/s/f cannot be used: /s is on a disk that is mounted read-only.',
    ],
    [{ code: 'ENOENT', syscall: 'open', path: '/no/f' }, '/no/f cannot be used: there is no folder /no.'],
    [{ code: 'ENOENT', syscall: 'open', path: '/no-such-file' }, 'There is no /no-such-file.'],
    [{ code: 'ERR_SQLITE_ERROR', message: 'disk I/O error' }, 'A database in the state folder failed: no room is left'],
    [{ code: 'ERR_SQLITE_ERROR', message: 'attempt to write a readonly database' }, 'it cannot be written'],
  ])('is about this machine where its disk or a limit refuses: %j', (error, sentence) => {
    const failure = failureOf(Object.assign(new Error('told by the system'), error), words);
    expect(failure).toMatchObject({ exit: 3, code: 'machine', message: expect.stringContaining(sentence) as string });
    expect(isOurFault(failure)).toBe(false);
  });

  it.each([
    { code: 'ECONNREFUSED', syscall: 'connect' },
    { code: 'ERR_SQLITE_ERROR', message: 'no such table: x' },
  ])('is our own fault where neither is to blame: %j', (error) => {
    expect(isOurFault(failureOf(Object.assign(new Error('odd'), error), words))).toBe(true);
  });

  it('calls everything else our own fault', () => {
    const failure = failureOf(new TypeError('x is undefined'), words);
    expect(isOurFault(failure)).toBe(true);
    expect(failure).toMatchObject({ exit: 1, message: 'TypeError: x is undefined' });
    expect(isOurFault(failureOf('a string', words))).toBe(true);
  });
});
