import { readFile } from 'node:fs/promises';
import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { readingTrouble } from '../src/storage/system-trouble.js';
import { UserError, messageOf } from '../src/model/user-error.js';
import { diagnose } from '../src/commissioning/diagnose.js';
import { explain } from '../src/commissioning/errors/explain.js';
import { isProblem, readJob } from '../src/commissioning/jobs/job.js';
import { renderDiagnosis, renderExplanation } from '../src/report/jobs/explain.js';
import type { Result } from '../src/report/results/results.js';

export default class Explain extends MigrateCommand {
  static override summary = 'Says what a pilot error means and what to do, or why a job failed.';
  static override examples = [
    '<%= config.bin %> explain 1340',
    '<%= config.bin %> explain NOLOCALSPACE',
    '<%= config.bin %> explain "failed to invoke the NEWUSER namespace"',
    '<%= config.bin %> explain --job job.json',
  ];
  static override strict = false;
  static override args = {
    words: Args.string({ ignoreStdin: true, description: 'a code, a constant, or words of the error text' }),
  };
  static override flags = {
    job: Flags.string({ summary: 'A job record as JSON; - reads it from stdin.', helpValue: 'FILE' }),
  };

  async run(): Promise<Envelope<Result<'explain'>>> {
    const { argv, flags } = await this.parse(Explain);
    const words = (argv as string[]).join(' ');
    if ((words === '') === (flags.job === undefined))
      throw new UserError(2, 'usage', 'Name either words to explain, or a job with --job FILE.');
    if (flags.job !== undefined) {
      const diagnosis = await diagnosisOf(flags.job);
      const result = { asked: flags.job, by: 'job' as const, codes: [], diagnosis };
      return this.answer(result, renderDiagnosis(diagnosis, this.style));
    }
    const { by, codes, pattern } = explain(words);
    const result = {
      asked: words,
      by,
      codes: codes.map(({ code, advice, remedy, remedySentence }) => {
        const { container, trace: isTrace, age } = code;
        return {
          code: code.code,
          constant: code.constant,
          cause: code.cause,
          container,
          meaning: code.meaning,
          advice,
          remedy,
          remedySentence,
          isTrace,
          isPilot1Only: age === null,
        };
      }),
      diagnosis: null,
      ...(pattern && { cause: pattern.cause }),
    };
    return this.answer(result, renderExplanation(result, this.style), by === 'nothing' ? 5 : 0);
  }
}

/** A single record, or the first of a monitor's answer. */
async function diagnosisOf(file: string): Promise<Result<'explain'>['diagnosis']> {
  const raw = firstJob(parsed(await textOf(file), file));
  const job = readJob(raw);
  if (isProblem(job))
    throw new UserError(1, 'not-understood', `${file} holds no job record that says how it ended: ${job.problem}.`, [
      'A record has at least pandaid, jobstatus and computingsite.',
    ]);
  if (job.outcome === 'finished')
    return {
      job: job.id,
      outcome: 'finished',
      cause: null,
      code: null,
      reason: 'It finished.',
      remedy: 'none',
      source: null,
    };
  const { cause, code, reason, remedy, source } = diagnose(job);
  return { job: job.id, outcome: 'failed', cause, code, reason, remedy, source };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch (error) {
    throw new UserError(1, 'unreadable', `${file} cannot be read: ${messageOf(readingTrouble(error, file))}`, [
      'Name a file with a job record as JSON; - reads it from stdin.',
    ]);
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(1, 'not-understood', `${file} is no JSON: ${(error as Error).message}`);
  }
}

function firstJob(value: unknown): unknown {
  if (Array.isArray(value)) return value[0];
  if (typeof value === 'object' && value !== null && 'jobs' in value && Array.isArray(value.jobs)) return value.jobs[0];
  // A monitor's page of one job.
  if (typeof value === 'object' && value !== null && 'job' in value) return value.job;
  return value;
}
