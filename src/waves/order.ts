/** Who goes before whom, by index of the site. Lists are ascending. */
export interface Precedence {
  readonly before: readonly (readonly number[])[];
  readonly behind: readonly (readonly number[])[];
}

const none: readonly number[] = [];

/** The `after` lists as indices. Names that are not among the sites are left out: they are done. */
export function precedence(sites: readonly { readonly name: string; readonly after: readonly string[] }[]): Precedence {
  const wanted = new Set(sites.flatMap(({ after }) => after));
  const indexOf = new Map<string, number>();
  for (const [index, { name }] of sites.entries()) if (wanted.has(name)) indexOf.set(name, index);
  const behind: number[][] = sites.map(() => []);
  const before = sites.map((site, index) => {
    if (site.after.length === 0) return none;
    const found = new Set<number>();
    for (const name of site.after) {
      const other = indexOf.get(name);
      if (other !== undefined) found.add(other);
    }
    const list = [...found].sort((a, b) => a - b);
    for (const other of list) behind[other]?.push(index);
    return list;
  });
  return { before, behind };
}

/**
 * The given sites in the given order, each preceded by all those it comes after (which are pulled
 * forward with it). Sites in or behind a circle are left out and answered with the circle's names.
 */
export function sequence(
  order: readonly number[],
  { before, behind }: Precedence,
): { readonly sorted: number[]; readonly circles: Map<number, readonly number[]> } {
  const circles = findCircles({ before, behind });
  const seen = new Uint8Array(before.length);
  const sorted: number[] = [];
  const stack: number[] = [];
  for (const start of order) {
    stack.push(start);
    while (stack.length > 0) {
      const site = stack[stack.length - 1] ?? 0;
      const waits = before[site] ?? none;
      const open =
        waits.length > 0 && seen[site] === 0 && !circles.has(site) ? waits.filter((other) => seen[other] !== 2) : none;
      if (open.length > 0) {
        seen[site] = 1;
        for (let k = open.length - 1; k >= 0; k--) stack.push(open[k] ?? 0);
        continue;
      }
      stack.pop();
      if (seen[site] === 2 || circles.has(site)) continue;
      seen[site] = 2;
      sorted.push(site);
    }
  }
  return { sorted, circles };
}

/** Sites that can never go because they come, in the end, after themselves; with the circle's members. */
function findCircles({ before, behind }: Precedence): Map<number, readonly number[]> {
  const waiting = before.map((list) => list.length);
  const free = waiting.flatMap((count, site) => (count === 0 ? [site] : []));
  for (let site = free.pop(); site !== undefined; site = free.pop()) {
    waiting[site] = -1;
    for (const next of behind[site] ?? []) {
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0) free.push(next);
    }
  }
  const circles = new Map<number, readonly number[]>();
  for (let site = 0; site < waiting.length; site++) {
    if ((waiting[site] ?? 0) <= 0 || circles.has(site)) continue;
    const path: number[] = [];
    const position = new Map<number, number>();
    let current = site;
    while (!circles.has(current) && !position.has(current)) {
      position.set(current, path.length);
      path.push(current);
      current = (before[current] ?? []).find((other) => (waiting[other] ?? 0) > 0) ?? current;
    }
    const circle = circles.get(current) ?? path.slice(position.get(current));
    for (const member of path) circles.set(member, circle);
  }
  return circles;
}
