import { newBoard, put, type Board } from '../board.js';
import type { WavePlan, WaveProblem } from '../problem.js';

/** The board of a problem with a plan's sites on their days; days outside the horizon are left out. */
export function placedBoard(problem: WaveProblem, { dayOf }: Pick<WavePlan, 'dayOf'>): Board {
  const board = newBoard(problem);
  for (const [index, { name }] of board.sites.entries()) {
    const day = (dayOf.get(name) ?? NaN) - problem.firstDay;
    if (day >= 0 && day < board.days) put(board, index, day);
  }
  return board;
}
