import { paragraph, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';

type Explained = Result<'explain'>;

/** Codes with their meaning and what to do, best first. */
export function renderExplanation({ asked, by, codes, cause }: Explained, style: Style): string {
  if (by === 'nothing')
    return `Nobody has listed "${asked}". Look at the payload's own log, and tell the pilot's authors.`;
  const heads: Readonly<Record<string, string>> = {
    'error text': `An error text of the class ${cause ?? 'unknown'}.${codes.length === 0 ? '' : ' Codes that fit:'}`,
    likeness: 'The nearest that is known:',
  };
  const head = heads[by];
  const bodies = codes.map(
    ({ code, constant, meaning, advice, remedySentence, cause: of, container, isTrace, isPilot1Only }) =>
      [
        `${style.emphasis.bold(`${code} ${constant}`)}: ${meaning}`,
        paragraph(
          `class ${of}${container === 'no' ? '' : container === 'yes' ? ', the container for certain' : ', perhaps the container: the text decides'}${isTrace ? '; often only the trace of an earlier failure' : ''}${isPilot1Only ? '; Pilot 1 alone has it' : ''}`,
          style,
          2,
        ),
        paragraph(advice, style, 2),
        ...(remedySentence === advice ? [] : [paragraph(remedySentence, style, 2)]),
      ].join('\n'),
  );
  return [...(head === undefined ? [] : [head]), ...bodies].join('\n\n');
}

/** Why one job failed. */
export function renderDiagnosis(diagnosis: Explained['diagnosis'], style: Style): string {
  if (!diagnosis) return '';
  const { job, outcome, cause, reason, remedy } = diagnosis;
  if (outcome === 'finished') return `Job ${job ?? '?'} finished.`;
  return [
    `Job ${job ?? '?'} failed: ${style.emphasis.bold(cause ?? '')}`,
    paragraph(reason, style, 2),
    paragraph(`remedy: ${remedy}`, style, 2),
  ].join('\n');
}
