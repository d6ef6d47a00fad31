import { causeKnowledge, type Cause, type RemedyKind } from './causes.js';
import { findCode, pilotGeneration, type PilotGeneration } from './errors/codes.js';
import { exitMeaning, isTelling } from './errors/exit-codes.js';
import { componentFaults, type Component } from './errors/other-components.js';
import { findPattern } from './errors/text-patterns.js';
import type { ContainerRelation } from './errors/code-row.js';
import { unreadableCode, type Job } from './jobs/job.js';
import { oneLine } from '../model/text/printable.js';

/** Where in the record a cause was found. */
export type Source =
  | 'pilot code'
  | 'listed code'
  | 'pilot text'
  | 'payload text'
  | 'service text'
  | 'exit code'
  | 'service code'
  | 'nothing';

/** The primary cause of one failed job. */
export interface Diagnosis {
  readonly cause: Cause;
  /** Code that stands for it: the pilot's, else the exit code or the service's; 0: none. */
  readonly code: number;
  /** A sentence: what was found, where. */
  readonly reason: string;
  readonly remedy: RemedyKind;
  /** It may be a container that did not start or work, though the record does not say so. */
  readonly perhapsContainer: boolean;
  readonly source: Source;
}

/** Something in the record that points to a cause. */
interface Clue {
  readonly kind: ClueKind;
  readonly cause: Cause;
  readonly container: ContainerRelation;
  readonly code: number;
  readonly source: Source;
  readonly reason: string;
}

/**
 * Strength of a clue: the first kind that is present decides. Errors mislead (docs/grid.md#errors): a lesser
 * error hides the cause, so a container fault by name goes before everything, a code that names a cause
 * before a text, both before exit codes and services, and what a failed payload merely leaves behind
 * (missing output, missing report) before nothing but the catch-alls.
 */
export const precedence = [
  'container by code',
  'container by text',
  'specific code',
  'specific text',
  'telling exit code',
  'service',
  'trace of an earlier failure',
  'ambiguous code',
  'ambiguous text',
  'any exit code',
  'nothing',
] as const;
type ClueKind = (typeof precedence)[number];

const strength = new Map<ClueKind, number>(precedence.map((kind, index) => [kind, index]));
const noClue: Clue = {
  kind: 'nothing',
  cause: 'ambiguous',
  container: 'maybe',
  code: 0,
  source: 'nothing',
  reason: 'the record names no error at all',
};

/** Where the version is missing, codes are read as the new pilots write them. */
const longestQuote = 120;
const assumedGeneration: PilotGeneration = 'pilot 2';

/** Why a failed job failed; what it depends on beside the record is the generation of its pilot. */
export function diagnose(job: Job): Diagnosis {
  const clues = [...cluesOf(job, pilotGeneration(job.pilotVersion) ?? assumedGeneration)];
  const best = clues.reduce((strongest, clue) => (weakness(clue) < weakness(strongest) ? clue : strongest), noClue);
  const { code, reason, source } = best;
  const cause = payloadOrContainer(best) ? 'ambiguous' : best.cause;
  return {
    cause,
    code,
    reason,
    remedy: causeKnowledge[cause].remedy,
    perhapsContainer: isPerhapsContainer(cause, best, clues),
    source,
  };
}

function weakness({ kind }: Clue): number {
  return strength.get(kind) ?? precedence.length;
}

/** A code that may mean a container leaves that to the text, where the text says what it was. */
function isPerhapsContainer(cause: Cause, best: Clue, clues: readonly Clue[]): boolean {
  if (cause === 'container') return true;
  if (cause === 'ambiguous') return best === noClue || clues.some(({ container }) => container !== 'no');
  const isSettled = clues.some(
    (clue) => clue.kind === 'specific text' && clue.cause === cause && clue.container === 'no',
  );
  return best.container === 'maybe' && !isSettled;
}

/** A payload fault that may as well be the container's is neither for certain. */
function payloadOrContainer({ cause, container }: Clue): boolean {
  return cause === 'payload' && container === 'maybe';
}

function* cluesOf(job: Job, generation: PilotGeneration): Generator<Clue> {
  if (job.pilotCode !== 0) yield codeClue(job.pilotCode, generation, 'pilot code');
  if (job.pilotText !== '') {
    for (const code of listedCodes(job.pilotText, job.pilotCode)) yield codeClue(code, generation, 'listed code');
    yield* textClue(job.pilotText, job.pilotCode, 'pilot text');
  }
  if (job.exeText !== '')
    yield* textClue(job.exeText, job.pilotCode === 0 ? job.exeCode : job.pilotCode, 'payload text');
  if (job.exitCode !== 0) yield exitClue(job.exitCode, job.pilotCode);
  if (job.exeCode !== 0 && job.exeCode !== job.exitCode) yield exitClue(job.exeCode, job.pilotCode);
  for (const { component, code, text } of job.others) {
    if (text !== '') yield* textClue(text, code, 'service text');
    if (code !== 0) yield serviceClue(component, code);
  }
}

function codeClue(number: number, generation: PilotGeneration, source: 'pilot code' | 'listed code'): Clue {
  const recoverable = number < 0 && number !== unreadableCode;
  const found = findCode(Math.abs(number), generation);
  if (!found) {
    const reason =
      number === unreadableCode
        ? 'the error code of the pilot cannot be read'
        : `code ${number}, which nobody has listed for ${generation}`;
    return { kind: 'ambiguous code', cause: 'ambiguous', container: 'maybe', code: number, source, reason };
  }
  const { cause, container, trace, constant, meaning } = found;
  const reason = `${number} ${constant}: ${meaning}${recoverable ? ' (recoverable)' : ''}${source === 'listed code' ? ', named in the text' : ''}`;
  return { kind: codeKind(cause, trace), cause, container, code: number, source, reason };
}

function codeKind(cause: Cause, trace: boolean): ClueKind {
  if (cause === 'container') return 'container by code';
  if (trace) return 'trace of an earlier failure';
  return cause === 'ambiguous' ? 'ambiguous code' : 'specific code';
}

/** Further pilot codes in a text, as in `[1305, 1340]` or `1305:Failed …; 1340:…`. */
function listedCodes(text: string, first: number): readonly number[] {
  if (!/1[0-3]\d\d/.test(text)) return [];
  const found = text.match(/(?<=^|[[(,;:\s])-?1[0-3]\d\d(?=[\]),;:]|$)/g) ?? [];
  return found.map(Number).filter((code) => code !== first);
}

function* textClue(text: string, code: number, source: Source): Generator<Clue> {
  const pattern = findPattern(text);
  if (!pattern) return;
  const { cause, container, name } = pattern;
  const kind = cause === 'container' ? 'container by text' : cause === 'ambiguous' ? 'ambiguous text' : 'specific text';
  yield {
    kind,
    cause,
    container,
    code,
    source,
    reason: `the ${source} speaks of it (${name}): ${oneLine(text, longestQuote)}`,
  };
}

function exitClue(exitCode: number, pilotCode: number): Clue {
  const { cause, container, meaning } = exitMeaning(exitCode);
  const kind = isTelling(exitCode) && cause !== 'ambiguous' ? 'telling exit code' : 'any exit code';
  return {
    kind,
    cause,
    container,
    code: pilotCode === 0 ? exitCode : pilotCode,
    source: 'exit code',
    reason: `exit code ${exitCode}: ${meaning}`,
  };
}

function serviceClue(component: Component, code: number): Clue {
  const { cause, meaning } = componentFaults[component];
  return {
    kind: 'service',
    cause,
    container: 'no',
    code,
    source: 'service code',
    reason: `${component} error ${code}: ${meaning}`,
  };
}
