import { count } from '../../model/text/sentences.js';
import type { Result } from '../results/results.js';
import { paragraph, type Style } from '../terminal/style.js';
import { printable } from '../../model/text/printable.js';

/** A line for each check, what to do below those that do not work, and the counts at the end. */
export function renderDoctor({ campaign, profile, checks }: Result<'doctor'>, style: Style): string {
  const { emphasis } = style;
  const paint = { ok: emphasis.good, warn: emphasis.warn, fail: emphasis.bad };
  const lines = checks.map(({ name, result, ms, sentence, advice }) => {
    const time = ms === undefined ? '' : ` (${ms} ms)`;
    const told = paragraph(`${name}: ${sentence}${time}`, style, 6).trimStart();
    return [
      `${paint[result](result.padEnd(4))}  ${told}`,
      ...(advice === undefined ? [] : [paragraph(`→ ${advice}`, style, 6)]),
    ].join('\n');
  });
  const counted = (['fail', 'warn'] as const).flatMap((result) => {
    const n = checks.filter((check) => check.result === result).length;
    return n === 0 ? [] : [result === 'fail' ? `${n} ${n === 1 ? 'does' : 'do'} not work` : count(n, 'warning')];
  });
  const verdict = counted.length === 0 ? emphasis.good('all of them work') : emphasis.warn(counted.join(', '));
  return [
    ...lines,
    '',
    `${printable(campaign)} on ${printable(profile)}: ${count(checks.length, 'check')}, ${verdict}.`,
  ].join('\n');
}
