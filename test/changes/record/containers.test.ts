import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseContainers,
  runsContainer,
  sameContainers,
  switchOff,
  switchOn,
  translateContainers,
  whyBare,
} from '../../../src/changes/record/containers.js';

const on = 'singularity:pilot';
const wrapperToPilot = { 'singularity:wrapper': on };
const word = fc.constantFrom('singularity', 'docker', 'apptainer', 'pilot', 'wrapper', 'middleware', '');
const entry = fc.oneof(
  fc.tuple(word, word).map(([tool, user]) => `${tool}:${user}`),
  word,
  fc.string({ maxLength: 8 }),
);
const containerType = fc.array(entry, { maxLength: 4 }).map((entries) => entries.join(';'));

describe('a container_type', () => {
  it('is a list of tool:user pairs', () => {
    expect(parseContainers(' singularity:pilot; docker : wrapper ;;bare')).toEqual([
      { tool: 'singularity', user: 'pilot', text: 'singularity:pilot' },
      { tool: 'docker', user: 'wrapper', text: 'docker : wrapper' },
      { tool: 'bare', user: '', text: 'bare' },
    ]);
  });

  it.each([
    ['singularity:pilot;docker:wrapper', 'docker:wrapper;singularity:pilot'],
    ['singularity:pilot', ' singularity : pilot ;'],
    ['singularity:pilot;singularity:pilot', 'singularity:pilot'],
    ['', ' ; '],
  ])('%j is the same set of pairs as %j', (one, other) => {
    expect(sameContainers(one, other)).toBe(true);
  });

  it.each([
    ['singularity:pilot', 'singularity:wrapper'],
    ['singularity:pilot', ''],
    ['singularity:pilot', 'singularity:pilot;docker:wrapper'],
    ['singularity:pilot', 'Singularity:pilot'],
    ['singularity:pilot;docker:pilot', 'docker:pilot;singularity:pilot'],
  ])('%j is not %j', (one, other) => {
    expect(sameContainers(one, other)).toBe(false);
  });

  it.each([
    ['singularity:pilot', true],
    ['docker:wrapper; singularity:pilot', true],
    ['docker:pilot;singularity:pilot', true],
    ['singularity:pilot;docker:pilot', false],
    ['Singularity:pilot', false],
    ['singularity:Pilot', false],
    ['apptainer:pilot', false],
    ['docker:wrapper', false],
    ['', false],
  ])('%j starts the container of singularity:pilot: %s', (text, runs) => {
    expect(runsContainer(text, on)).toBe(runs);
  });

  it('says why a record that names the pair is run bare', () => {
    expect(whyBare('singularity:pilot;docker:pilot', on)).toBe(
      'container_type is "singularity:pilot;docker:pilot", of which the pilot takes "docker:pilot", the last entry of "pilot": it runs without a container, which only "singularity:pilot" starts.',
    );
    expect(whyBare('singularity:Pilot', on)).toContain('no entry of "pilot"');
    expect(whyBare('Singularity:wrapper', on, ['singularity:wrapper'])).toContain('runs without a container');
    for (const text of ['', on, 'docker:wrapper', 'singularity:wrapper']) expect(whyBare(text, on)).toBeNull();
  });
});

describe('translating', () => {
  it('replaces the pairs that the campaign names and keeps the others', () => {
    expect(translateContainers('docker:job;singularity:wrapper', wrapperToPilot)).toBe('docker:job;singularity:pilot');
  });

  it('leaves one pair where two become the same', () => {
    expect(translateContainers('singularity:wrapper;singularity:pilot', wrapperToPilot)).toBe('singularity:pilot');
  });

  it('answers the very text where nothing is to be replaced', () => {
    fc.assert(
      fc.property(containerType, (text) => {
        expect(translateContainers(text, {})).toBe(text);
      }),
    );
  });
});

describe('switching off', () => {
  it("takes out the pilot's entry only", () => {
    expect(switchOff('docker:wrapper;singularity:pilot;container:middleware', on)).toBe(
      'docker:wrapper;container:middleware',
    );
    expect(switchOff('apptainer:pilot', on)).toBe('');
  });

  it('leaves no entry of that user, every other one, and does nothing the second time', () => {
    fc.assert(
      fc.property(containerType, (text) => {
        const off = switchOff(text, on);
        const ofPilot = (user: string) => user === 'pilot';
        expect(parseContainers(off).some(({ user }) => ofPilot(user))).toBe(false);
        expect(
          sameContainers(
            off,
            parseContainers(text)
              .filter(({ user }) => !ofPilot(user))
              .map((pair) => pair.text)
              .join(';'),
          ),
        ).toBe(true);
        expect(switchOff(off, on)).toBe(off);
      }),
    );
  });
});

describe('switching on', () => {
  it('puts the pair before the others', () => {
    expect(switchOn('docker:wrapper', on)).toBe('singularity:pilot;docker:wrapper');
    expect(switchOn('', on)).toBe('singularity:pilot');
  });

  it("takes the place of the same user's other tool", () => {
    expect(switchOn('singularity:pilot;docker:wrapper', 'apptainer:pilot')).toBe('apptainer:pilot;docker:wrapper');
  });

  it('has the pair, and is taken back by switching off', () => {
    fc.assert(
      fc.property(containerType, (text) => {
        const switchedOn = switchOn(text, on);
        expect(runsContainer(switchedOn, on)).toBe(true);
        expect(sameContainers(switchOff(switchedOn, on), switchOff(text, on))).toBe(true);
      }),
    );
  });
});
