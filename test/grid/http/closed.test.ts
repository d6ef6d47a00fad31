import { expect, it } from 'vitest';
import { closedDoor } from '../../../src/grid/http/closed.js';
import { aRead, aService, aWrite, failureOf } from '../builders.js';

it('lets reads pass and keeps writes back', async () => {
  const service = aService(() => ({ body: 'read' }));
  const http = closedDoor(service.http);
  expect((await http(aRead('http://grid.example/a'))).body).toBe('read');
  const failure = await failureOf(http(aWrite('http://grid.example/set?x=1')));
  expect(failure).toMatchObject({
    problem: 'stopped',
    sent: false,
    message: 'GET grid.example/set is a write, and this is a dry-run: nothing was sent.',
  });
  expect(service.asked).toEqual([aRead('http://grid.example/a')]);
});
