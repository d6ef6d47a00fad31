import { describe, expect, it } from 'vitest';
import { queueNamed, siteNamed, subject } from '../../src/app/names.js';
import { anInventory, aRetirement, aSite } from '../inventory/builders.js';

const inventory = anInventory({
  sites: [aSite('ARNES', { queues: { ARNES: {}, ANALY_ARNES: {} } }), aSite('NET2', { queues: { BU_ATLAS: {} } })],
  retirements: [aRetirement('ANALY_OLD')],
});

describe('a name that a site and a queue have', () => {
  it('is the site, and SITE/QUEUE the queue', () => {
    expect(subject('ARNES', inventory)).toMatchObject({ is: 'site', site: { name: 'ARNES' } });
    expect(subject('ARNES/ARNES', inventory)).toMatchObject({ is: 'queue', queue: 'ARNES' });
    expect(siteNamed('ARNES', inventory).name).toBe('ARNES');
  });

  it('is the queue where only a queue makes sense', () => {
    expect(['ARNES', 'ARNES/ARNES', 'ANALY_OLD', 'BU_ATLAS'].map((name) => queueNamed(name, inventory))).toEqual([
      'ARNES',
      'ARNES',
      'ANALY_OLD',
      'BU_ATLAS',
    ]);
  });
});

it('a site in the place of a queue is refused with its queues, a queue in the place of a site with its site', () => {
  expect(() => queueNamed('NET2', inventory)).toThrow(
    expect.objectContaining({ exit: 2, advice: ['Its queues: BU_ATLAS.'] }),
  );
  expect(() => siteNamed('BU_ATLAS', inventory)).toThrow(
    expect.objectContaining({ exit: 2, advice: ['Its site is NET2.'] }),
  );
});

it('SITE/QUEUE is a queue of that site, and no other', () => {
  expect(() => subject('ARNES/BU_ATLAS', inventory)).toThrow(expect.objectContaining({ code: 'unknown-name' }));
  expect(subject('ARNES/ANALY_OLD', inventory)).toMatchObject({ is: 'queue', queue: 'ANALY_OLD' });
});
