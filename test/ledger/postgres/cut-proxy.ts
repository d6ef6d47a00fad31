import { connect, createServer, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Cut = 'before it arrives' | 'before its answer does';

/** A way to a database that is cut, for good, at the first COMMIT for which `cutHere` says how; until then it passes everything on. */
export async function cutProxy(place: string, cutHere: () => Cut | null): Promise<string> {
  const { hostname, port } = new URL(place);
  let cut: Cut | null = null;
  const proxy = createServer((client) => {
    if (cut !== null) {
      client.destroy();
      return;
    }
    const server = connect(Number(port), hostname);
    client.on('data', (data) => {
      if (data.includes('COMMIT')) cut ??= cutHere();
      if (cut !== 'before it arrives') server.write(data);
      else client.destroy();
    });
    server.on('data', (data) => {
      if (cut === null) client.write(data);
      else client.destroy();
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.close();
  });
  const url = new URL(place);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return url.href;
}
