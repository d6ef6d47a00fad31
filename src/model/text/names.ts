/** Furthest that a misspelling may be from the name it means, in edits. */
const mostEdits = 4;

/**
 * The names nearest to one that nobody knows, best first; none where all are far off. Case, and which
 * of `-`, `_`, `.` stands between words, cost nothing. Suggestions for people, never corrections.
 */
export function nearNames(name: string, known: Iterable<string>, most = 3): readonly string[] {
  const wanted = folded(name);
  const allowed = Math.min(mostEdits, Math.ceil(wanted.length / 3));
  const near: { name: string; edits: number }[] = [];
  for (const candidate of known) {
    const edits = editsWithin(wanted, folded(candidate), allowed);
    if (edits !== null) near.push({ name: candidate, edits });
  }
  near.sort((one, other) => one.edits - other.edits || (one.name < other.name ? -1 : 1));
  return near.slice(0, most).map((found) => found.name);
}

/** `Did you mean A or B?`; null where nothing is near. */
export function didYouMean(name: string, known: Iterable<string>): string | null {
  const near = nearNames(name, known);
  return near.length === 0 ? null : `Did you mean ${near.join(' or ')}?`;
}

function folded(name: string): string {
  return name.toUpperCase().replace(/[-_.\s]+/g, '-');
}

/** Levenshtein distance, or null beyond `limit`: only the band round the diagonal is looked at. */
function editsWithin(one: string, other: string, limit: number): number | null {
  if (Math.abs(one.length - other.length) > limit) return null;
  const far = limit + 1;
  let above = Array.from({ length: other.length + 1 }, (_, column) => Math.min(column, far));
  for (let row = 1; row <= one.length; row++) {
    const first = Math.max(1, row - limit);
    const last = Math.min(other.length, row + limit);
    const line = new Array<number>(other.length + 1).fill(far);
    line[0] = Math.min(row, far);
    let best = line[0];
    for (let column = first; column <= last; column++) {
      const same = one.charCodeAt(row - 1) === other.charCodeAt(column - 1);
      const edits = Math.min(
        (above[column - 1] ?? far) + (same ? 0 : 1),
        (above[column] ?? far) + 1,
        (line[column - 1] ?? far) + 1,
      );
      line[column] = edits;
      best = Math.min(best, edits);
    }
    if (best > limit) return null;
    above = line;
  }
  const edits = above[other.length] ?? far;
  return edits > limit ? null : edits;
}
