import type { AgentWork } from '../app/agents/agent.js';
import type { AgentTimes } from './times.js';

/** One round: surveys, looks where that is due, and carries out all that is due, what a new verdict asks for included. */
export async function oneRound(work: AgentWork, isLookDue: boolean, signal: AbortSignal): Promise<void> {
  const first = await work.survey();
  if (first) await work.carryOut(first.operations, signal);
  if (!isLookDue) return;
  const judged = await work.look();
  if (judged.length === 0) return;
  const second = await work.survey();
  if (second) await work.carryOut(second.operations, signal);
}

/** The agent of a ledger in a file: round after round in this process, until it is told to stop. */
export async function workAlone(work: AgentWork, { everyMs, lookMs }: AgentTimes, signal: AbortSignal): Promise<void> {
  let lookedMs: number | null = null;
  while (!signal.aborted) {
    const isLookDue: boolean = lookedMs === null || Math.abs(Date.now() - lookedMs) >= lookMs;
    if (isLookDue) lookedMs = Date.now();
    await oneRound(work, isLookDue, signal);
    await untilDue(everyMs, signal);
  }
}

const sliceMs = 10_000;

/**
 * Waits for so long by either of the machine's clocks, whichever says so first: one stands still while
 * the machine is asleep, the other may be set back.
 */
async function untilDue(ms: number, signal: AbortSignal): Promise<void> {
  const beganMs = Date.now();
  const began = performance.now();
  while (!signal.aborted) {
    const leftMs = ms - Math.max(Date.now() - beganMs, performance.now() - began);
    if (leftMs <= 0) return;
    await pause(Math.min(leftMs, sliceMs), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
