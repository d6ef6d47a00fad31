// A process of its own: moves a ledger, and is killed when a step is on the disk.
import { move } from './move.js';

const [from = '', to = '', dieAt] = process.argv.slice(2);
await move(from, to, (step) => {
  if (step === dieAt) process.kill(process.pid, 'SIGKILL');
});
