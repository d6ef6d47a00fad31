import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeKnowledge } from '../../src/commissioning/causes.js';
import { diagnose, precedence } from '../../src/commissioning/diagnose.js';
import { failedJob, jobOf } from './builders.js';
import { diagnosisCases } from './diagnosis-cases.js';

describe('the primary cause of a failed job', () => {
  it.each(diagnosisCases)('$name: $cause', ({ record, cause, code, perhapsContainer }) => {
    const diagnosis = diagnose(jobOf(failedJob(record)));
    expect(diagnosis).toMatchObject({
      cause,
      ...(code === undefined ? {} : { code }),
      ...(perhapsContainer === undefined ? {} : { perhapsContainer }),
      remedy: causeKnowledge[cause].remedy,
    });
    expect(diagnosis.reason).not.toBe('');
  });

  it('is told in a sentence that names code, constant and meaning', () => {
    expect(diagnose(jobOf(failedJob({ piloterrorcode: 1340 }))).reason).toMatch(
      /^1340 SINGULARITYNEWUSERNAMESPACE: .*NEWUSER/,
    );
  });

  it('quotes a long text in part', () => {
    const { reason: because } = diagnose(
      jobOf(failedJob({ piloterrorcode: 1305, piloterrordiag: `singularity: FATAL\n${'x'.repeat(900)}` })),
    );
    expect(because.length).toBeLessThan(220);
  });

  it('needs no text and no code', () => {
    fc.assert(
      fc.property(
        fc.record({
          pilotText: fc.string(),
          exeText: fc.string(),
          pilotCode: fc.integer(),
          exeCode: fc.integer(),
          exitCode: fc.integer(),
        }),
        (fields) => {
          const job = { ...jobOf(failedJob({})), ...fields };
          expect(causeKnowledge).toHaveProperty(diagnose(job).cause);
        },
      ),
    );
  });

  it('goes by a stated precedence in which a container by name comes first and nothing last', () => {
    expect(precedence[0]).toBe('container by code');
    expect(precedence.at(-1)).toBe('nothing');
    expect(new Set(precedence).size).toBe(precedence.length);
  });
});
