import { UserError } from '../model/user-error.js';
import type { Result } from '../report/results/results.js';

type Told = Result<'doctor'>['checks'][number];

/** What one look at one thing says. */
export type Finding = Pick<Told, 'result' | 'sentence' | 'advice'>;

/** One thing that has to work. `look` only reads; where it rejects with a UserError, that is what does not work. */
export interface Check {
  readonly name: string;
  readonly look: () => Finding | Promise<Finding>;
  /** It takes time that is worth telling: that of a service. */
  readonly timed?: true;
}

/** Tries everything, side by side, and says of each whether it works. `nowMs` is a clock that only goes forward. */
export function examine(checks: readonly Check[], nowMs: () => number): Promise<readonly Told[]> {
  return Promise.all(
    checks.map(async ({ name, look, timed }) => {
      const fromMs = nowMs();
      const found = await lookedAt(look);
      return { name, ...found, ...(timed && { ms: Math.round(nowMs() - fromMs) }) };
    }),
  );
}

async function lookedAt(look: Check['look']): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const advice = error.advice.join(' ');
    return { result: 'fail', sentence: error.message, ...(advice !== '' && { advice }) };
  }
}

export function ok(sentence: string): Finding {
  return { result: 'ok', sentence };
}

export function warn(sentence: string, advice: string): Finding {
  return { result: 'warn', sentence, advice };
}

export function fail(sentence: string, advice: string): Finding {
  return { result: 'fail', sentence, advice };
}
