import type { PlanOverrides } from '../../planning/candidates/candidates.js';
import type { WaveEdits } from './edit-waves.js';
import type { Replanned } from '../../waves/replan.js';
import { dayNumber } from '../../model/dates.js';
import type { Inventory } from '../../model/inventory.js';
import { UserError } from '../../model/user-error.js';
import type { SavedPlan } from '../saved-plan/saved-plan.js';
import { siteNamed } from '../../app/names.js';
import type { Solver } from '../../waves/integer-program.js';
import type { WaveProblem } from '../../waves/problem.js';
import { standardPlan } from '../../waves/standard-plan.js';

/** Flags that change the waves. */
export interface WaveFlags {
  readonly pin?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly before?: readonly string[] | undefined;
  readonly effort?: number | undefined;
}

/** Overrides to plan by, and what became of them once planned. */
export interface WaveOverrides extends PlanOverrides {
  /** Of the last planning; absent where no plan was to be kept. */
  readonly made: { replanned?: Replanned };
}

/**
 * The flags as overrides. With `previous` as few sites move as possible; else `--effort` says how long
 * to search. Unknown sites and impossible dates are a UserError (exit 2).
 */
export async function waveOverrides(
  flags: WaveFlags,
  previous: SavedPlan | null,
  inventory: Inventory,
): Promise<WaveOverrides> {
  const edits = editsOf(flags, inventory);
  const made: WaveOverrides['made'] = {};
  const { effort } = flags;
  const schedule = previous
    ? await replanning(previous, effort, made)
    : effort === undefined
      ? null
      : (problem: WaveProblem, solver?: Solver) => standardPlan(problem, { effort, solver });
  const edit = edits === null ? null : await editing(edits);
  return { made, ...(edit && { edit }), ...(schedule && { schedule }) };
}

async function editing(edits: WaveEdits): Promise<NonNullable<PlanOverrides['edit']>> {
  const [{ editWaves }, { impossibleDay }] = await Promise.all([
    import('./edit-waves.js'),
    import('../../waves/pin.js'),
  ]);
  return (problem) => {
    try {
      const edited = editWaves(problem, edits);
      for (const site of edited.sites) {
        if (edits.pins?.has(site.name) !== true || site.pinned === null) continue;
        const why = impossibleDay(problem, site, site.pinned);
        if (why === null) continue;
        const pin = `--pin ${site.name}=${edits.pins.get(site.name) ?? ''}`;
        throw new UserError(5, 'impossible-pin', `${pin}: no plan can do it: ${why}.`, [
          `\`migrate plan --explain ${site.name}\` says which days it can have.`,
        ]);
      }
      return edited;
    } catch (error) {
      if (error instanceof RangeError) throw new UserError(2, 'not-to-be-planned', error.message);
      throw error;
    }
  };
}

async function replanning(
  { waves }: SavedPlan,
  effort: number | undefined,
  made: WaveOverrides['made'],
): Promise<NonNullable<PlanOverrides['schedule']>> {
  const { replan } = await import('../../waves/replan.js');
  const days = new Map(waves.flatMap(({ date, sites }) => sites.map((site) => [site, dayNumber(date)] as const)));
  return (problem) => {
    made.replanned = replan(problem, days, effort);
    return { plan: made.replanned.plan, search: { iterations: 0, stoppedBecause: 'none' }, bound: null };
  };
}

function editsOf({ pin = [], exclude = [], before = [] }: WaveFlags, inventory: Inventory): WaveEdits | null {
  if (pin.length + exclude.length + before.length === 0) return null;
  const site = (name: string): string => siteNamed(name, inventory).name;
  const pins = pin.map((text) => {
    const [name, date] = two(text, '=', '--pin SITE=DATE, for example --pin OSCER=2019-08-09');
    if (Number.isNaN(dayNumber(date)))
      throw new UserError(2, 'usage', `--pin ${text}: ${date} is no date that exists.`, ['Write it as YYYY-MM-DD.']);
    return [site(name), date] as const;
  });
  const orders = before.map((text) => {
    const [first, then] = two(text, ',', '--before A,B: A on an earlier day than B');
    return { site: site(first), before: site(then) };
  });
  return { pins: new Map(pins), excludes: exclude.map(site), before: orders };
}

function two(text: string, by: string, form: string): readonly [string, string] {
  const [one, other, more] = text.split(by).map((part) => part.trim());
  if (!one || !other || more !== undefined)
    throw new UserError(2, 'usage', `"${text}" is not understood.`, [`Write ${form}.`]);
  return [one, other];
}
