import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseRecord, normaliseRecords } from '../../../src/grid/catalogue/record.js';
import { aCricRecord, aFlatRecord, anAgisRecord } from './records.js';

function recordOf(raw: unknown): unknown {
  const normalised = normaliseRecord(raw, 'KEY');
  return 'record' in normalised ? normalised.record : normalised.problem;
}

describe('a record', () => {
  it('is read from AGIS, whose container fields may be missing', () => {
    expect(recordOf(anAgisRecord())).toEqual({
      panda_resource: 'OU_OSCER_ATLAS',
      nickname: 'OU_OSCER_ATLAS-condor',
      atlas_site: 'OU_OSCER_ATLAS',
      rc_site: 'OU_OSCER',
      cloud: 'US',
      country: 'USA',
      tier_level: 2,
      type: 'production',
      capability: 'mcore',
      resource_type: 'GRID',
      state: 'ACTIVE',
      status: 'online',
      comment: '',
      pilot_version: 'current',
      pilot_manager: 'Harvester',
      container_type: '',
      container_options: '',
      catchall: '',
      hc_param: 'AutoExclusion',
      cmtconfig: 'x86_64-slc6-gcc62-opt',
      compute_elements: ['ce1.oscer.example', 'ce2.oscer.example'],
      storages: ['OU_DATADISK', 'OU_SCRATCHDISK'],
      detail: {
        elements: ['HTCONDOR-CE', 'ARC-CE', 'HTCONDOR-CE'].map((flavour) => ({ flavour, state: '' })),
        copytools: [],
        corecount: 8,
        workflow: '',
        cvmfs: null,
      },
      last_modified: '2017-02-01T12:35:04.083Z',
    });
  });

  it('is read from CRIC, where much is null, and values keep the words of Python', () => {
    expect(recordOf(aCricRecord())).toMatchObject({
      panda_resource: 'CERN',
      country: '',
      tier_level: 0,
      pilot_version: '3',
      container_type: 'singularity:pilot;docker:wrapper',
      container_options: '',
      hc_param: 'False',
      last_modified: '2022-05-30T08:00:00.100Z',
    });
  });

  it('is read from the flat form of 2015', () => {
    expect(recordOf(aFlatRecord())).toMatchObject({
      panda_resource: 'OX',
      nickname: 'OX-ce1',
      atlas_site: 'UKI-OX',
      tier_level: 2,
      status: 'online',
      pilot_version: '',
      last_modified: '2015-03-02T10:11:12.000Z',
    });
  });

  it('has its comment under the name of 2015 too', () => {
    const comment = 'HC.Blacklist.set.test';
    expect(recordOf({ siteid: 'Q', nickname: 'Q', status: 'test', comment_: comment })).toMatchObject({ comment });
  });

  it('has whatever status it is given, known or not', () => {
    expect(recordOf(aFlatRecord({ status: 'toreassign' }))).toMatchObject({ status: 'toreassign' });
  });

  it('keeps strings exactly as they are', () => {
    const odd = ' -B ${workdir},/cvmfs --contain;é\t';
    expect(
      recordOf(
        anAgisRecord({ container_options: odd, pilot_version: '3.12.4.1', container_type: 'Singularity:Pilot ' }),
      ),
    ).toMatchObject({ container_options: odd, pilot_version: '3.12.4.1', container_type: 'Singularity:Pilot ' });
  });

  it.each([
    [2, 2],
    ['1', 1],
    [0, 0],
    ['T3', 3],
    [null, 2],
    ['', 2],
    ['4', 2],
    [-1, 2],
    ['12', 2],
  ])('has tier level %j, beside tier T2D: %j', (level, expected) => {
    expect(recordOf(anAgisRecord({ tier_level: level }))).toMatchObject({ tier_level: expected });
  });

  it('may have no tier', () => {
    expect(recordOf(anAgisRecord({ tier_level: null, tier: '' }))).toMatchObject({ tier_level: null });
  });

  it.each(['2019-02-30T00:00:00', 'yesterday', '', null, 17, '2019-08-05T10:00:00+25:00'])(
    'changed at a time that cannot be read, %j, is of unknown age',
    (last_modified) => {
      expect(recordOf(anAgisRecord({ last_modified, lastmod: undefined }))).toMatchObject({ last_modified: '' });
    },
  );
});

describe('what is not a record', () => {
  it.each([
    [null, 'the record is null, not an object'],
    ['offline', 'the record is a string, not an object'],
    [[], 'the record is a list, not an object'],
    [{}, 'it has no panda_resource'],
    [{ panda_resource: ' ' }, 'it has no panda_resource'],
    [{ panda_resource: 7, nickname: 'A' }, 'it has no panda_resource'],
  ])('%j', (raw, why) => {
    expect(recordOf(raw)).toEqual({ name: 'KEY', why });
  });

  it('goes by its name where a field is of another kind', () => {
    expect(recordOf(anAgisRecord({ container_type: ['singularity:pilot'] }))).toEqual({
      name: 'OU_OSCER_ATLAS',
      why: 'its container_type is a list, not a text',
    });
  });

  it('is told for whatever comes, and nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...Object.keys(anAgisRecord())), fc.anything())),
        (raw) => {
          const normalised = normaliseRecord(raw, 'KEY');
          if ('problem' in normalised) {
            expect(normalised.problem.why).not.toBe('');
            return;
          }
          const { tier_level, compute_elements, storages, detail, ...texts } = normalised.record;
          expect(detail?.corecount ?? 1).toEqual(expect.any(Number));
          const elements = detail?.elements.flatMap(({ flavour, state }) => [flavour, state]) ?? [];
          expect([null, 0, 1, 2, 3]).toContain(tier_level);
          expect(
            [...Object.values(texts), ...compute_elements, ...storages, ...elements].every(
              (value) => typeof value === 'string',
            ),
          ).toBe(true);
          expect(normalised.record.panda_resource).not.toBe('');
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a whole answer', () => {
  const names = (body: unknown): unknown => normaliseRecords(body).records.map((record) => record.panda_resource);

  it('is an object by nickname, a list, or one record', () => {
    expect(names({ 'OU_OSCER_ATLAS-condor': anAgisRecord(), CERN: aCricRecord() })).toEqual(['OU_OSCER_ATLAS', 'CERN']);
    expect(names([anAgisRecord(), aFlatRecord()])).toEqual(['OU_OSCER_ATLAS', 'OX']);
    expect(names(aCricRecord())).toEqual(['CERN']);
    expect(
      names({ accesscontrol: null, siteid: 'ANALY_RRC-KI-HPC', nickname: 'ANALY_RRC-KI-HPC', cloud: 'RU' }),
    ).toEqual(['ANALY_RRC-KI-HPC']);
    expect(names({})).toEqual([]);
  });

  it('keeps what can be understood, and tells the rest', () => {
    expect(normaliseRecords({ A: anAgisRecord(), B: null, C: aCricRecord() })).toMatchObject({
      records: [{ panda_resource: 'OU_OSCER_ATLAS' }, { panda_resource: 'CERN' }],
      problems: [{ name: 'B', why: 'the record is null, not an object' }],
    });
  });

  it('has one record a queue: the first', () => {
    const { records, problems } = normaliseRecords({
      a: aCricRecord({ pilot_version: '1' }),
      b: aCricRecord({ pilot_version: '2' }),
    });
    expect(records).toMatchObject([{ pilot_version: '1' }]);
    expect(problems).toEqual([{ name: 'CERN', why: 'a second record (under b) has the same panda_resource' }]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (body) => void normaliseRecords(body)));
  });
});
