import { dayMs } from '../../model/dates.js';

const firstRelease = Date.UTC(2019, 0, 1);

/**
 * The `pilotversion` that jobs report where the record's `pilot_version` has this value: every three
 * weeks a new release. Harvester sends the old pilot for anything but a number from 2 on (docs/grid.md#the-flip).
 */
export function reportedVersion(pilotVersion: string, ms: number): string {
  if (!isNewPilot(pilotVersion)) return 'PICARD 73.4';
  if (/^\d+\.\d/.test(pilotVersion)) return pilotVersion;
  const release = Math.max(0, Math.floor((ms - firstRelease) / (21 * dayMs)));
  return `${pilotVersion}.1.${12 + (release % 60)}.${1 + ((release * 7) % 15)}`;
}

/** Pilot 2 and later. Harvester compares with the very `2`: `2.0` gets the old pilot's template. */
export function isNewPilot(pilotVersion: string): boolean {
  if (!/^\d+(\.\d+)*$/.test(pilotVersion)) return false;
  return pilotVersion === '2' || Number.parseInt(pilotVersion, 10) > 2;
}

/** The tools that Pilot 2 and later start, for their own user alone. */
const startable = new Set(['singularity', 'apptainer']);

/** The tool in which jobs run, else null. Entries are read letter by letter; of several for one user the last wins. */
export function pilotsContainer(pilotVersion: string, containerType: string): string | null {
  if (!isNewPilot(pilotVersion)) return null;
  const pairs = containerType.split(';').map((text) => text.split(':').map((part) => part.trim()));
  const tool = pairs.findLast(([, user]) => user === 'pilot')?.[0];
  return tool !== undefined && startable.has(tool) ? tool : null;
}
