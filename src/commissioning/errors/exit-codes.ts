import type { Cause } from '../causes.js';
import type { ContainerRelation } from './code-row.js';

/** What an exit code of the payload (`transexitcode`, `exeerrorcode`) says, where it says anything. */
export interface ExitMeaning {
  readonly cause: Cause;
  readonly container: ContainerRelation;
  readonly meaning: string;
}

/** 126, 127 and 255 are what a shell or a container tool answers when the payload never started. */
const exitMeanings: ReadonlyMap<number, ExitMeaning> = new Map<number, ExitMeaning>([
  [11, { cause: 'payload', container: 'no', meaning: 'the payload crashed (SIGSEGV)' }],
  [15, { cause: 'batch', container: 'no', meaning: 'the payload was told to end (SIGTERM)' }],
  [
    64,
    {
      cause: 'ambiguous',
      container: 'maybe',
      meaning: 'the transform was called wrongly, or Singularity is not installed',
    },
  ],
  [65, { cause: 'payload', container: 'no', meaning: 'a step of the transform ended with an error' }],
  [66, { cause: 'payload', container: 'no', meaning: 'the transform found an error in its logs' }],
  [67, { cause: 'payload', container: 'no', meaning: 'the transform found its output wrong' }],
  [68, { cause: 'payload', container: 'no', meaning: 'the transform found an error in its logs' }],
  [126, { cause: 'ambiguous', container: 'maybe', meaning: 'the command could not be executed' }],
  [127, { cause: 'ambiguous', container: 'maybe', meaning: 'the command was not found' }],
  [134, { cause: 'payload', container: 'no', meaning: 'the payload aborted (SIGABRT)' }],
  [137, { cause: 'batch', container: 'no', meaning: 'the payload was killed (SIGKILL), mostly for its memory' }],
  [139, { cause: 'payload', container: 'no', meaning: 'the payload crashed (SIGSEGV)' }],
  [143, { cause: 'batch', container: 'no', meaning: 'the payload was told to end (SIGTERM)' }],
  [152, { cause: 'batch', container: 'no', meaning: 'the CPU time limit was reached (SIGXCPU)' }],
  [251, { cause: 'ambiguous', container: 'maybe', meaning: 'unknown failure of the transform' }],
  [
    255,
    { cause: 'ambiguous', container: 'maybe', meaning: 'the answer of a shell or container tool that failed itself' },
  ],
]);

const unlisted: ExitMeaning = { cause: 'ambiguous', container: 'maybe', meaning: 'the payload ended with an error' };

/** Never null for a code other than 0: an unlisted one is ambiguous, and perhaps a container that did not start. */
export function exitMeaning(exitCode: number): ExitMeaning {
  return exitMeanings.get(exitCode) ?? unlisted;
}

/** True where the exit code alone tells something. */
export function isTelling(exitCode: number): boolean {
  return exitMeanings.has(exitCode);
}
