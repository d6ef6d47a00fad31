import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gate does with one request of the program. */
export type Passage =
  | 'pass'
  /** It never arrives. */
  | 'lose'
  /** It arrives; its answer does not, and this is done in its place. */
  | { readonly instead: () => void };

/** Called for every request, in its order, with the key that it names, or `''`; what it waits for, the program waits for. */
type Watch = (method: string, url: string, key: string) => Passage | Promise<Passage>;

/** A gate between the program and the grid, that sees every request. */
export interface Gate {
  readonly url: string;
  watch: Watch;
  close(): Promise<void>;
}

export async function startGate(gridUrl: string): Promise<Gate> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => void through(incoming, outgoing));
  const gate: Gate = {
    url: '',
    watch: () => 'pass',
    close: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };

  async function through(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // Whole before anything is decided: a process that is killed meanwhile takes nothing of it back.
    const body: Buffer[] = [];
    for await (const part of incoming as AsyncIterable<Buffer>) body.push(part);
    const passage = await gate.watch(
      incoming.method ?? '',
      incoming.url ?? '',
      String(incoming.headers['x-request-id'] ?? ''),
    );
    if (passage === 'lose') return;
    const forward = request(
      `${gridUrl}${incoming.url ?? ''}`,
      { method: incoming.method, headers: incoming.headers, agent },
      (answer) => {
        if (passage !== 'pass') {
          answer.resume().on('end', passage.instead);
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forward.on('error', () => {
      if (passage === 'pass') incoming.socket.destroy();
      else passage.instead();
    });
    forward.end(Buffer.concat(body));
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return Object.assign(gate, { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
}
