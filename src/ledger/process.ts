import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Actor } from './port.js';

/** This process as the ledger records it; `name` is the operator's, `command` its command line. */
export function thisProcess(name: string, command?: string): Actor {
  return {
    name,
    host: hostname(),
    pid: process.pid,
    startedAt: birth(process.pid) ?? new Date(performance.timeOrigin).toISOString(),
    ...(command !== undefined && { command }),
  };
}

/**
 * Whether that process has certainly ended. Only a process of this very machine can be judged (same
 * host, boot and pid namespace); any other may still live.
 */
export function isGone(actor: Actor): boolean {
  if (actor.host !== hostname()) return false;
  const own = birth(process.pid);
  if (own === null) return !exists(actor.pid);
  const machine = own.slice(0, own.lastIndexOf('/') + 1);
  return actor.startedAt.startsWith(machine) && birth(actor.pid) !== actor.startedAt;
}

/** `boot/pid namespace/start time in ticks`: no two processes share it with a pid. null: ended, or not Linux. */
function birth(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The command stands in parentheses and may hold anything; state is the first field after it, start time the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}/${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
