import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { messageOf } from '../model/user-error.js';
import type { IntegerProgram, ProgramAnswer, Solver } from '../waves/integer-program.js';
import { programText } from './program-text.js';

/**
 * HiGHS (Huangfu and Hall 2018), compiled to WebAssembly, in a worker thread that starts with the first
 * program. The thread that asks waits, as planning is a plain function. Work is limited by nodes, one
 * thread and a fixed seed, so everybody gets the same answer.
 */
export function highsSolver(): Solver {
  let thread: Thread | null = null;
  return (program) => {
    try {
      thread ??= startThread();
      const answer = ask(thread, { text: programText(program), options: { ...options, mip_max_nodes: program.nodes } });
      return answerOf(program, answer);
    } catch (error) {
      void thread?.worker.terminate();
      thread = null;
      return { found: 'failure', message: `HiGHS: ${messageOf(error)}` };
    }
  };
}

const options = { output_flag: false, threads: 1, parallel: 'off', random_seed: 1 };
/** A solve takes seconds; a thread that says nothing for so long has died. */
const silenceMs = 120_000;

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** 1 once an answer waits at the port. */
  readonly answered: Int32Array;
}

interface Question {
  readonly text: string;
  readonly options: Readonly<Record<string, unknown>>;
}

type Answer =
  { readonly status: string; readonly values: Readonly<Record<string, number>> } | { readonly error: string };

/** Plain JavaScript: it runs the same from source, in a bundle and in tests. */
const program = `
const { workerData } = require('node:worker_threads');
const { port, answered, highs } = workerData;
const loaded = require(highs)();
port.on('message', async ({ text, options }) => {
  let answer;
  try {
    const { Status, Columns } = (await loaded).solve(text, options);
    answer = { status: Status, values: Object.fromEntries(Object.entries(Columns).map(([name, { Primal }]) => [name, Primal])) };
  } catch (error) {
    answer = { error: String((error && error.message) || error) };
  }
  port.postMessage(answer);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});
`;

function startThread(): Thread {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(program, {
    eval: true,
    workerData: { port: port2, answered, highs: createRequire(import.meta.url).resolve('highs') },
    transferList: [port2],
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, answered };
}

function ask({ port, answered }: Thread, question: Question): Answer {
  Atomics.store(answered, 0, 0);
  port.postMessage(question);
  if (Atomics.wait(answered, 0, 0, silenceMs) === 'timed-out')
    throw new Error(`no answer within ${silenceMs / 1000} s`);
  return (receiveMessageOnPort(port) as { readonly message: Answer }).message;
}

function answerOf({ columns }: IntegerProgram, answer: Answer): ProgramAnswer {
  if ('error' in answer) throw new Error(answer.error);
  if (answer.status === 'Infeasible') return { found: 'impossible' };
  if (answer.status !== 'Optimal') return { found: 'nothing' };
  return {
    found: 'choice',
    taken: [...Array(columns).keys()].filter((column) => (answer.values[`x${column}`] ?? 0) > 0.5),
  };
}
