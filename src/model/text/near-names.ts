/** Furthest that a misspelling may be from the name it means, in edits. */
const mostEdits = 4;

/**
 * The names nearest to one that nobody knows, best first; none where all are far off. Case, and which
 * of `-`, `_`, `.` stands between words, cost nothing. Suggestions for people, never corrections.
 */
export function nearNames(name: string, known: Iterable<string>, most = 3): readonly string[] {
  const wanted = folded(name);
  const allowed = Math.min(mostEdits, Math.max(1, Math.ceil(wanted.length / 3)));
  const near: { name: string; edits: number }[] = [];
  for (const candidate of known) {
    const edits = editsWithin(wanted, folded(candidate), allowed);
    if (edits !== null) near.push({ name: candidate, edits });
  }
  near.sort((one, other) => one.edits - other.edits || (one.name < other.name ? -1 : 1));
  return near.slice(0, most).map((found) => found.name);
}

/** The nearest of the names other than this one; null where all are far off. */
export function nearName(name: string, known: Iterable<string>): string | null {
  return nearNames(name, known, 2).find((near) => near !== name) ?? null;
}

/** `Did you mean A or B?`; null where nothing is near. */
export function didYouMean(name: string, known: Iterable<string>): string | null {
  return suggestion(nearNames(name, known));
}

/** The same of names found already. */
export function suggestion(near: readonly string[]): string | null {
  return near.length === 0 ? null : `Did you mean ${near.join(' or ')}?`;
}

function folded(name: string): string {
  return name.toUpperCase().replace(/[-_.\s]+/g, '-');
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours. null
 * beyond `limit`: only the band round the diagonal is looked at.
 */
function editsWithin(one: string, other: string, limit: number): number | null {
  if (Math.abs(one.length - other.length) > limit) return null;
  const far = limit + 1;
  let twoAbove: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => Math.min(column, far));
  for (let row = 1; row <= one.length; row++) {
    const line = new Array<number>(other.length + 1).fill(far);
    line[0] = Math.min(row, far);
    let best = line[0];
    for (let column = Math.max(1, row - limit); column <= Math.min(other.length, row + limit); column++) {
      const same = one[row - 1] === other[column - 1];
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const edits = Math.min(
        (above[column - 1] ?? far) + (same ? 0 : 1),
        (above[column] ?? far) + 1,
        (line[column - 1] ?? far) + 1,
        swapped ? (twoAbove[column - 2] ?? far) + 1 : far,
      );
      line[column] = edits;
      best = Math.min(best, edits);
    }
    if (best > limit) return null;
    twoAbove = above;
    above = line;
  }
  const edits = above[other.length] ?? far;
  return edits > limit ? null : edits;
}
