import type { FaultClass, Lesson } from '../../src/learning/lessons.js';
import type { Pupil } from '../../src/learning/groups.js';
import type { Trait } from '../../src/learning/traits.js';

/** `kind value`, the kind of one word. */
export function traits(...names: readonly string[]): ReadonlyMap<string, Trait> {
  return new Map(
    names.map((name) => {
      const [kind = '', ...value] = name.split(' ');
      return [name, { kind, value: value.join(' ') }];
    }),
  );
}

export function aLesson(...faults: readonly FaultClass[]): Lesson {
  return { faults: new Set(faults), flippedMs: 0 };
}

/** So many sites alike; `lesson` null: still to go. */
export function pupils(count: number, of: readonly string[], lesson: Lesson | null): readonly Pupil[] {
  return Array.from({ length: count }, (_, k) => ({ name: `${of.join('/')}#${k}`, traits: traits(...of), lesson }));
}
