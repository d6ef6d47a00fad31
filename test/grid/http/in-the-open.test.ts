import { expect, it } from 'vitest';
import { aDoor, aRead, failureOf } from '../builders.js';
import { httpServer } from '../server.js';

it.each([{ headers: { Authorization: 'Bearer x' } }, { proxyFile: '/tmp/x509up' }])(
  'a secret is not sent without TLS beyond this machine: %j',
  async (secret) => {
    const failure = await failureOf(aDoor().http({ ...aRead('http://helpdesk.example/api'), ...secret }));
    expect(failure).toMatchObject({ problem: 'refused', sent: false });
    expect(failure.message).toContain('is reached without TLS, so no token and no proxy is sent to it');
  },
);

it('to a service on this machine it is', async () => {
  const server = await httpServer((response) => response.end('{}'));
  await aDoor().http({ ...aRead(server.url), headers: { authorization: 'Bearer x' } });
  expect(server.seen).toHaveLength(1);
});
