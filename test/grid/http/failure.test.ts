import { expect, it } from 'vitest';
import { networkFailure } from '../../../src/grid/http/failure.js';
import { aRead, aWrite } from '../builders.js';

function anError(code: string, message = 'it went wrong'): Error {
  return Object.assign(new Error(message), { code });
}

const write = aWrite('https://agis.example:8443/request/set?panda_resource=Q&pilot_version=2');

it.each([
  ['ECONNREFUSED', 'unreachable', 'agis.example:8443 refuses connections: nothing listens there.'],
  ['ENOTFOUND', 'unreachable', 'There is no host named agis.example (DNS).'],
  ['EAI_AGAIN', 'unreachable', 'The name agis.example could not be looked up: DNS does not answer.'],
  ['EHOSTUNREACH', 'unreachable', 'There is no route to agis.example:8443 (EHOSTUNREACH).'],
  ['EMFILE', 'unreachable', 'This machine has no file handles left for another connection.'],
  [
    'CERT_HAS_EXPIRED',
    'not allowed',
    'The certificate of agis.example:8443 has expired (CERT_HAS_EXPIRED); the connection was given up.',
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'not allowed', 'comes from an issuer that this machine does not know'],
  ['EFANCY', 'unreachable', 'No connection to agis.example:8443 came about (EFANCY).'],
])('%s, before anything was sent, is one sentence with advice', (code, problem, sentence) => {
  const failure = networkFailure(anError(code), write, false);
  expect(failure).toMatchObject({ problem, sent: false });
  expect(failure.message).toContain(sentence);
  expect(failure.advice).toHaveLength(1);
});

it.each([
  [
    'ECONNRESET',
    'connection lost',
    'The connection was lost before the answer to GET agis.example:8443/request/set was complete (ECONNRESET).',
  ],
  ['', 'connection lost', '(it went wrong)'],
  ['Z_DATA_ERROR', 'not understood', 'sent a compressed answer that cannot be unpacked (Z_DATA_ERROR)'],
  ['HPE_INVALID_CONSTANT', 'not understood', 'something that is not HTTP'],
])('%j, after sending, leaves it open', (code, problem, sentence) => {
  const failure = networkFailure(anError(code), write, true);
  expect(failure).toMatchObject({ problem, sent: true });
  expect(failure.message).toContain(sentence);
});

it('a refused certificate of ours proves that nothing was heard, in the words of every runtime', () => {
  const older = anError(
    'EPROTO',
    'write EPROTO 80:error:0A000415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired:../ssl/record/rec_layer_s3.c:1605:SSL alert number 45',
  );
  const newer = anError('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED');
  for (const error of [older, newer]) {
    const failure = networkFailure(error, write, true);
    expect(failure).toMatchObject({ problem: 'not allowed', sent: false });
    expect(failure.advice[0]).toContain('voms-proxy-init');
  }
});

it('only a write may have happened', () => {
  expect(networkFailure(anError('ECONNRESET'), write, true).advice.join()).toContain('may have happened');
  expect(networkFailure(anError('ECONNRESET'), aRead(write.url), true).advice).toEqual([]);
  expect(networkFailure('odd', aRead(write.url), true).message).toContain('(odd)');
});
