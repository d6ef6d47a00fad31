import { paragraph, type Style } from '../terminal/style.js';

/** The first line of a screen where verdicts are overdue. */
export function overdueLine(overdue: string | null, style: Style): readonly string[] {
  if (overdue === null) return [];
  const [first = '', ...rest] = paragraph(overdue, style).split('\n');
  return [[style.emphasis.bad(first), ...rest].join('\n')];
}
