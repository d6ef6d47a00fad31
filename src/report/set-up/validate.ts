import { count } from '../../model/text/sentences.js';
import { type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { printable } from '../../model/text/printable.js';

/** Every finding on a line of its own, so an editor can jump to it, and one line that counts. */
export function renderValidate(
  { file, campaign, sites, queues, retirements, findings }: Result<'validate'>,
  style: Style,
): string {
  const { emphasis } = style;
  const lines = findings.map((finding) => {
    const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(':');
    const severity = finding.severity === 'error' ? emphasis.bad('error') : emphasis.warn('warning');
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
      ? emphasis.bad(count(errors, 'error'))
      : findings.length > 0
        ? emphasis.warn(count(findings.length, 'warning'))
        : emphasis.good('in order');
  return [...lines, `${counted}: ${verdict}`].join('\n');
}
