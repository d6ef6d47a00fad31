const beginning = 'After the flip ';

/** What to know before a flip, as the last sentence of its reason. */
export function flipCaveat(why: string): string {
  return `${beginning}${why}`;
}

/** The caveat in an operation's reason, or null. */
export function caveatIn(reason: string): string | null {
  const at = reason.indexOf(beginning);
  return at === -1 ? null : reason.slice(at);
}
