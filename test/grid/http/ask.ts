/**
 * Run as a program of its own, since the authorities that are trusted are chosen when node starts:
 * sends the requests given as JSON, one after the other, and prints what came of each.
 */
import { aDoor } from '../builders.js';
import { GridFailure, type HttpRequest } from '../../../src/grid/ports.js';

const { http } = aDoor();
const outcomes: unknown[] = [];
for (const request of JSON.parse(process.argv[2] ?? '[]') as HttpRequest[]) {
  outcomes.push(await http(request).then(({ status, body }) => ({ status, body }), describeFailure));
}
process.stdout.write(JSON.stringify(outcomes));

function describeFailure(error: unknown): unknown {
  if (!(error instanceof GridFailure)) throw error;
  const { problem, sent, message, advice } = error;
  return { problem, sent, message, advice };
}
