import { noteRequests, refuseUnread, type Change } from '../app/requests/record-request.js';
import type { Session } from '../app/session.js';
import { renderRecorded, renderToRecord } from '../report/actions/recorded.js';
import type { Result } from '../report/results/results.js';
import { ActingCommand, type ActingFlags } from './acting-command.js';
import type { Envelope } from './envelope.js';

/** A command that records what an operator knows of requests: it shows the change, asks, and notes it in the ledger. */
export abstract class RecordingCommand extends ActingCommand {
  protected async record(
    session: Session,
    changes: readonly Change[],
    flags: ActingFlags,
  ): Promise<Envelope<Result<'request-sent'>>> {
    if (flags.yes) await refuseUnread(session, changes);
    const go = await this.agreedTo(flags, {
      preview: renderToRecord(changes, this.styleFor(process.stderr)),
      question: 'Record this?',
      done: 'recorded',
    });
    const left = changes.flatMap(({ left }) => left ?? []);
    const result = { requests: changes.map(({ request }) => request), ...(left.length > 0 && { left }) };
    if (!go) return this.answer(result, `Would be recorded:\n${renderToRecord(changes, this.style)}`);
    await noteRequests(session, changes);
    return this.answer(result, renderRecorded(result, this.style));
  }
}
