/** `A`, `A and B`, `A, B and C`; beyond `most` names the rest is counted: `A, B, C and 4 more`. */
export function names(list: readonly string[], most = 3): string {
  const shown = list.length > most + 1 ? list.slice(0, most) : list;
  const rest = list.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** `1 site`, `5 sites`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** A value as read, in quotes, so that an empty one can be seen. */
export function quoted(value: string): string {
  return `'${value}'`;
}

/** A person's words as a sentence: ends with a full stop, or with what already ends it. */
export function sentence(words: string): string {
  return /[.!?][)"]?$/.test(words.trimEnd()) ? words.trimEnd() : `${words.trimEnd()}.`;
}
