import { describe, expect, it } from 'vitest';
import {
  attributesUrl,
  aWorld,
  changes,
  flip,
  get,
  json,
  record,
  ruleUrl,
  startMs,
  statusOf,
  writes,
} from './builders.js';

const answer = (reply: Awaited<ReturnType<typeof get>>): unknown[] => (json(reply) as unknown[][])[0] ?? [];

describe('set_attributes', () => {
  it('sets all attributes of one call together and says so in a list', async () => {
    const world = aWorld();
    const said = answer(await flip(world));
    expect(said[1]).toBe(true);
    expect(said[2]).toContain('successfully updated');
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({
      pilot_version: '2',
      container_type: 'singularity:pilot',
      last_modified: '2019-08-05T06:00:00.000000',
      lastmod: '2019-08-05T06:00:00.000000',
    });
  });

  it('takes effect at the nodes 20 to 30 minutes later, the same for all fields of a call', async () => {
    const world = aWorld();
    await flip(world);
    const [pilot, containers] = await changes(world);
    expect(pilot?.effectiveAt).toBe(containers?.effectiveAt);
    expect(pilot?.effectiveAt).toBeGreaterThanOrEqual(startMs + 20 * 60_000);
    expect(pilot?.effectiveAt).toBeLessThanOrEqual(startMs + 30 * 60_000);
  });

  it('gives a record a container field that it lacked', async () => {
    const world = aWorld();
    await get(world, attributesUrl('OU_OSCER_ATLAS', { container_options: '-B /cvmfs' }));
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ container_options: '-B /cvmfs' });
  });

  it('keeps the kind of value a field had', async () => {
    const world = aWorld();
    await get(world, attributesUrl('OU_OSCER_ATLAS', { corecount: '8', is_virtual: 'True' }));
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ corecount: 8, is_virtual: true });
  });

  it.each([
    ['an unknown queue', attributesUrl('NOWHERE', { pilot_version: '2' })],
    ['a nickname in place of the panda_resource', attributesUrl('ANALY_OSCER-condor', { pilot_version: '2' })],
    ['an unknown attribute', attributesUrl('OU_OSCER_ATLAS', { pilot_vresion: '2', container_type: 'x:y' })],
    ['a derived field', attributesUrl('OU_OSCER_ATLAS', { status: 'online' })],
    ['no attribute', attributesUrl('OU_OSCER_ATLAS', {})],
  ])('answers 200 with an error in the list for %s, and changes nothing', async (_what, url) => {
    const world = aWorld();
    const reply = await get(world, url);
    expect(statusOf(reply)).toBe(200);
    expect(answer(reply)[1]).toBe(false);
    expect(answer(reply)[2]).toMatch(/^Error: /);
    expect(await changes(world)).toEqual([]);
    expect(await writes(world)).toMatchObject([{ fate: 'refused', answer: '200' }]);
  });

  it('needs a client certificate', async () => {
    const world = aWorld();
    expect(statusOf(await get(world, attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2' }), {}))).toBe(403);
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '1' });
    expect(await writes(world)).toMatchObject([{ fate: 'refused', answer: '403', by: 'anonymous' }]);
  });
});

describe('set_probestatus', () => {
  it('sets the probe`s rule, and the status follows', async () => {
    const world = aWorld();
    expect(
      answer(
        await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF', { reason: 'SL6 [pilot2/ANALY_OSCER/brokeroff#0]' })),
      )[1],
    ).toBe(true);
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({
      status: 'brokeroff',
      comment: 'SL6 [pilot2/ANALY_OSCER/brokeroff#0]',
      last_modified: '2019-08-05T06:00:00.000000',
    });
  });

  it.each([
    ['a probe that is not allowed', ruleUrl('ANALY_OSCER', 'BROKEROFF', { probe: 'nagios' })],
    ['a value that does not exist', ruleUrl('ANALY_OSCER', 'brokeroff')],
    ['an expiration that is no time', ruleUrl('ANALY_OSCER', 'BROKEROFF', { expiration: 'soon' })],
    ['an unknown queue', ruleUrl('NOWHERE', 'BROKEROFF')],
  ])('answers 200 with an error in the list for %s', async (_what, url) => {
    const world = aWorld();
    const reply = await get(world, url);
    expect([statusOf(reply), answer(reply)[1]]).toEqual([200, false]);
    expect(await changes(world)).toEqual([]);
  });
});
