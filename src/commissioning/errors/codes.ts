import { causeKnowledge, type Cause } from '../causes.js';
import type { CodeAge, CodeRow, ContainerRelation } from './code-row.js';
import { codes1300To1349 } from './codes-1300-to-1349.js';
import { codesBelow1300 } from './codes-below-1300.js';
import { codesFrom1350 } from './codes-from-1350.js';
import { pilot1OnlyCodes } from './pilot1-codes.js';

/** Which pilot wrote a job's record: its codes mean what that generation's table says. */
export type PilotGeneration = 'pilot 1' | 'pilot 2' | 'pilot 3 or later';

/** What is known of one pilot error code. */
export interface ErrorCode {
  readonly code: number;
  readonly constant: string;
  /** Pilot 1's constant, or null where Pilot 1 has not got the code. */
  readonly pilot1Constant: string | null;
  /** null: Pilot 1 only. */
  readonly age: CodeAge | null;
  readonly cause: Cause;
  readonly container: ContainerRelation;
  readonly meaning: string;
  readonly advice: string;
  /** For a configuration fault: the field of the queue record to look at. */
  readonly field: string | null;
  /** Often only the trace of an earlier failure, which a lesser error then hides. */
  readonly trace: boolean;
}

/** Codes that a payload which ended early leaves behind, whatever ended it. */
const traces = new Set([1106, 1165, 1187, 1191, 1247, 1320, 1343, 1350, 1352, 1353, 1354, 1376]);

/** The 147 codes of Pilot 2 and 3, in order. */
export const errorCodes: readonly ErrorCode[] = [...codesBelow1300, ...codes1300To1349, ...codesFrom1350].map(fromRow);

/** Constants that a code had in August 2019. */
export const formerConstants: ReadonlyMap<string, number> = new Map([['ATLASSETUPFATAL', 1334]]);

/** What Pilot 1 alone has. */
export const pilot1Codes: readonly ErrorCode[] = pilot1OnlyCodes.map(([code, constant, cause, meaning]) => ({
  code,
  constant,
  pilot1Constant: constant,
  age: null,
  cause,
  container: 'no',
  meaning,
  advice: causeKnowledge[cause].advice,
  field: null,
  trace: false,
}));

const newer = new Map(errorCodes.map((code) => [code.code, code]));
const older = new Map(
  [...errorCodes.filter((code) => code.pilot1Constant !== null), ...pilot1Codes].map((code) => [code.code, code]),
);

/** The code as that generation of pilot meant it; undefined for a code nobody has listed for it. */
export function findCode(code: number, generation: PilotGeneration): ErrorCode | undefined {
  return (generation === 'pilot 1' ? older : newer).get(code);
}

/** `PICARD 75.5` and the like are Pilot 1, `2.1.21.6` Pilot 2, `3.…` and above later ones. Empty: null. */
export function pilotGeneration(pilotVersion: string): PilotGeneration | null {
  if (pilotVersion === '') return null;
  const major = pilotVersion.length === 1 || pilotVersion[1] === '.' ? Number(pilotVersion[0]) : Number.NaN;
  if (major === 2) return 'pilot 2';
  return major > 2 ? 'pilot 3 or later' : 'pilot 1';
}

function fromRow([code, constant, pilot1Constant, age, cause, container, meaning, advice, field]: CodeRow): ErrorCode {
  return {
    code,
    constant,
    pilot1Constant: pilot1Constant === '' ? null : pilot1Constant,
    age,
    cause,
    container,
    meaning,
    advice,
    field: field ?? null,
    trace: traces.has(code),
  };
}
