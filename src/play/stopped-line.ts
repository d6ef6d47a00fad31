import { noteResumption, resumptionOf, traitScope } from '../app/ledger/pause.js';
import { addDays, dayMs } from '../model/dates.js';
import type { Snapshot } from '../app/snapshot.js';
import type { StoppedLine } from '../referee/case.js';
import type { PlaySetup } from './setup.js';

/** So long it takes until somebody knows what is at fault, and has it mended. */
const searchMs = 2 * dayMs;
const isMended = 'what was at fault is mended at all its sites';
const nothingFound = 'nothing was found at fault';
/** Where nothing is at fault, its sites go for so long. */
const letGoDays = 28;

/** The stops of a play: `all` grows as they come, and each gets its end. */
export interface LineWatch {
  readonly all: StoppedLine[];
}

/** The sentences, and the traits on which the line was stopped and on which it goes on again. */
export interface Minded {
  readonly told: readonly string[];
  readonly stopped: readonly string[];
  readonly resumed: readonly string[];
}

/**
 * What the acting operator does about stops of the line: looks for what is at fault, has it mended and resumes, as
 * `migrate resume --mended` does; where nothing is at fault its sites are let go. The sentences of it.
 */
export async function mindStops(
  { session, mend }: PlaySetup,
  { situation, nowMs }: Snapshot,
  { all }: LineWatch,
): Promise<Minded> {
  const told: string[] = [];
  const stopped: string[] = [];
  const resumed: string[] = [];
  const standing = situation.learned.stops().filter(({ lifted }) => lifted === null);
  for (const [index, line] of all.entries()) {
    if (line.toMs === null && !standing.some(({ traits }) => traits[0] === line.trait)) {
      all[index] = { ...line, toMs: nowMs };
      told.push(`The stop of the line on ${line.trait} is over`);
    }
  }
  for (const { traits, reason, sites } of standing) {
    const trait = traits[0] ?? '';
    const open = all.findIndex((line) => line.trait === trait && line.toMs === null);
    const line = all[open];
    if (!line) {
      all.push({ trait, sites: [...sites], fromMs: nowMs, toMs: null });
      told.push(`The line is stopped: ${reason}`);
      stopped.push(trait);
    } else if (nowMs - line.fromMs >= searchMs) {
      const mended = traits.find((one) => mend(one));
      const until = mended === undefined ? addDays(situation.day, letGoDays) : null;
      const scope = `${traitScope}${mended ?? trait}`;
      const resumption = await resumptionOf(session, {
        scope,
        reason: until === null ? isMended : nothingFound,
        until,
      });
      await noteResumption(session, resumption);
      all[open] = { ...line, toMs: nowMs };
      told.push(
        `The line goes on at ${mended ?? trait}${until === null ? '' : ` until ${until}`}: ${resumption.reason}`,
      );
      resumed.push(mended ?? trait);
    }
  }
  return { told, stopped, resumed };
}
