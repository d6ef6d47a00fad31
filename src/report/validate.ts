import { count } from '../model/text/sentences.js';
import { printable, type Style } from './style.js';
import type { Result } from './results/results.js';

/** Every finding on a line of its own, so an editor can jump to it, and one line that counts. */
export function validateScreen(
  { file, campaign, sites, queues, retirements, findings }: Result<'validate'>,
  paper: Style,
): string {
  const { ink } = paper;
  const lines = findings.map((finding) => {
    const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(':');
    const severity = finding.severity === 'error' ? ink.bad('error') : ink.warn('warning');
    const subject = finding.path === '' ? '' : `${printable(finding.path)}: `;
    return `${printable(place)}: ${severity}: ${subject}${printable(finding.message)}`;
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const counted =
    campaign === null
      ? printable(file)
      : `${printable(file)}: campaign ${campaign}, ${count(sites, 'site')}, ${count(queues, 'queue')}, ${count(retirements, 'retirement')}`;
  const verdict =
    errors > 0
      ? ink.bad(count(errors, 'error'))
      : findings.length > 0
        ? ink.warn(count(findings.length, 'warning'))
        : ink.good('in order');
  return [...lines, `${counted}: ${verdict}`].join('\n');
}
