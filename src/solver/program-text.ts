import type { IntegerProgram, Row } from '../waves/integer-program.js';

/** A program in CPLEX LP format, columns as x0, x1, …; any choice that keeps the rows will do. */
export function programText({ columns, rows }: IntegerProgram): string {
  const names = Array.from({ length: columns }, (_, column) => `x${column}`);
  return [
    'Minimize',
    ` any: 0 ${names[0] ?? 'x0'}`,
    'Subject To',
    ...rows.flatMap(rowTexts),
    'Binary',
    ` ${names.join(' ')}`,
    'End',
    '',
  ].join('\n');
}

function rowTexts({ terms, least, most }: Row): readonly string[] {
  const sum = terms.map(({ column, factor }) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} x${column}`).join(' ');
  return [
    ...(most === undefined ? [] : [` ${sum} <= ${most}`]),
    ...(least === undefined ? [] : [` ${sum} >= ${least}`]),
  ];
}
