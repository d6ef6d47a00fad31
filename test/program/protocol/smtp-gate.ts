import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Passage } from './gate.js';

/** What a mail's connection does, in its order: each is a place where a process may die. */
export const smtpSteps = ['connection', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'text'] as const;
export type SmtpStep = (typeof smtpSteps)[number];

/** A gate between the program and a mail server, that sees every step of every mail. */
export interface SmtpGate {
  readonly url: string;
  watch: (step: SmtpStep) => Passage | Promise<Passage>;
  close(): Promise<void>;
}

export async function startSmtpGate(mailUrl: string): Promise<SmtpGate> {
  const { hostname, port } = new URL(mailUrl);
  const sockets = new Set<Socket>();
  const gate: SmtpGate = {
    url: '',
    watch: () => 'pass',
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };

  async function through(program: Socket): Promise<void> {
    sockets.add(program.on('error', () => undefined));
    if ((await gate.watch('connection')) !== 'pass') return;
    const mailServer = connect(Number(port), hostname).on('error', () => undefined);
    sockets.add(mailServer);
    const talk: { answered: (() => void) | null; takesText: boolean } = { answered: null, takesText: false };
    mailServer.on('data', (reply: Buffer) => {
      // Commands go several at a time, and so do their replies.
      if (/^354/m.test(reply.toString('latin1'))) talk.takesText = true;
      if (talk.answered) talk.answered();
      else program.write(reply);
    });
    mailServer.on('close', () => {
      if (talk.answered) talk.answered();
      else program.destroy();
    });
    let unread = '';
    for await (const chunk of program.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      unread += chunk.toString('latin1');
      for (let said = unit(unread, talk.takesText); said !== null; said = unit(unread, talk.takesText)) {
        unread = unread.slice(said.length);
        const step = talk.takesText ? 'text' : stepOf(said);
        talk.takesText = false;
        const passage = step === undefined ? 'pass' : await gate.watch(step);
        if (passage === 'lose') return;
        if (passage !== 'pass') talk.answered = passage.instead;
        mailServer.write(said, 'latin1');
        if (passage !== 'pass') return;
      }
    }
    mailServer.end();
  }

  // A process that is killed closes its end; what it has sent may arrive all the same.
  const server = createServer({ allowHalfOpen: true }, (program) => void through(program).catch(() => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(gate, { url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
}

function stepOf(command: string): SmtpStep | undefined {
  return smtpSteps.find((verb) => command.startsWith(verb));
}

/** The next command, or the whole text of a mail; null: not all of it is there yet. */
function unit(unread: string, takesText: boolean): string | null {
  const end = takesText ? '\r\n.\r\n' : '\r\n';
  const at = unread.indexOf(end);
  return at === -1 ? null : unread.slice(0, at + end.length);
}
