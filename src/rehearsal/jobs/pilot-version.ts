const dayMs = 86_400_000;
const firstRelease = Date.UTC(2019, 0, 1);

/**
 * The `pilotversion` that jobs report where the record's `pilot_version` has this value: every three
 * weeks a new release. Harvester sends the old pilot for anything but a number from 2 on (docs/grid.md#the-flip).
 */
export function reportedVersion(pilotVersion: string, ms: number): string {
  if (/^\d+\.\d/.test(pilotVersion)) return pilotVersion;
  if (!isNewPilot(pilotVersion)) return 'PICARD 73.4';
  const release = Math.max(0, Math.floor((ms - firstRelease) / (21 * dayMs)));
  return `${pilotVersion}.1.${12 + (release % 60)}.${1 + ((release * 7) % 15)}`;
}

/** Pilot 2 and later. */
export function isNewPilot(pilotVersion: string): boolean {
  return /^\d+(\.\d+)*$/.test(pilotVersion) && Number.parseInt(pilotVersion, 10) >= 2;
}

/** The tool of the `pilot` user's pair, which alone makes Pilot 2 and later use a container; else null. */
export function pilotsContainer(pilotVersion: string, containerType: string): string | null {
  if (!isNewPilot(pilotVersion)) return null;
  const pair = containerType
    .split(';')
    .map((text) => text.trim().toLowerCase())
    .find((text) => text.endsWith(':pilot'));
  return pair?.slice(0, -':pilot'.length) ?? null;
}
