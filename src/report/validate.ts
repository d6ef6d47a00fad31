import type { Paper } from './paper.js';
import type { Result } from './results.js';
import { printable } from './paper.js';

/** Every finding on a line of its own, so an editor can jump to it, and one line that counts. */
export function validateScreen({ file, campaign, sites, queues, retirements, findings }: Result<'validate'>, paper: Paper): string {
  const { ink } = paper;
  const lines = findings.map((finding) => {
    const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(':');
    const severity = finding.severity === 'error' ? ink.bad('error') : ink.warn('warning');
    const subject = finding.path === '' ? '' : `${printable(finding.path)}: `;
    return `${place}: ${severity}: ${subject}${printable(finding.message)}`;
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const counted = campaign === null ? file : `${file}: campaign ${campaign}, ${sites} sites, ${queues} queues, ${retirements} retirements`;
  const verdict = errors > 0 ? ink.bad(`${errors} errors`) : findings.length > 0 ? ink.warn(`${findings.length} warnings`) : ink.good('in order');
  return [...lines, `${counted}: ${verdict}`].join('\n');
}
