/** One entry of `container_type`, `tool:user`, e.g. `singularity:pilot`. `text` is the entry as read, trimmed. */
export interface ContainerPair {
  readonly tool: string;
  readonly user: string;
  readonly text: string;
}

/** The entries of a `container_type` in their order; empty ones are left out. */
export function parseContainers(text: string): readonly ContainerPair[] {
  return text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parsePair);
}

function parsePair(text: string): ContainerPair {
  const colon = text.indexOf(':');
  if (colon < 0) return { tool: text, user: '', text };
  return { tool: text.slice(0, colon).trim(), user: text.slice(colon + 1).trim(), text };
}

function formatContainers(pairs: readonly ContainerPair[]): string {
  return pairs.map(({ text }) => text).join(';');
}

/** Equal as sets of pairs, with the same tool for each user: catalogues change order, blanks and doubles. */
export function sameContainers(one: string, other: string): boolean {
  if (one === other) return true;
  const left = pairSet(one);
  const right = pairSet(other);
  if (left.size !== right.size || ![...left].every((pair) => right.has(pair))) return false;
  const tools = toolsOf(one);
  return [...toolsOf(other)].every(([user, tool]) => tools.get(user) === tool);
}

/** Whether what reads the record starts this pair's tool for its user: letter by letter, and of several entries the last wins. */
export function runsContainer(text: string, pair: string): boolean {
  if (text === pair) return true;
  const { tool, user } = parsePair(pair);
  return text !== '' && toolsOf(text).get(user) === tool;
}

/**
 * Why a record that names the pair is run without it, in a sentence; null where it runs, or does not
 * name it. `also`: pairs that a reader would take for containers as well.
 */
export function whyBare(text: string, pair: string, also: readonly string[] = []): string | null {
  if (text === '' || runsContainer(text, pair)) return null;
  const named = new Set([pair, ...also].map((one) => one.toLowerCase()));
  if (!parseContainers(text).some((present) => named.has(pairId(present).toLowerCase()))) return null;
  const { user } = parsePair(pair);
  const tool = toolsOf(text).get(user);
  const found = tool === undefined ? `no entry of "${user}"` : `"${tool}:${user}", the last entry of "${user}"`;
  return `container_type is "${text}", of which the pilot takes ${found}: it runs without a container, which only "${pair}" starts.`;
}

function toolsOf(text: string): ReadonlyMap<string, string> {
  return new Map(parseContainers(text).flatMap(({ tool, user }) => (user === '' ? [] : [[user, tool]])));
}

/** Replaces each pair that `table` names, keeping all others as they are; unchanged text comes back as it was. */
export function translateContainers(text: string, table: Readonly<Record<string, string>>): string {
  const translations = new Map(Object.entries(table).map(([from, to]) => [pairId(parsePair(from)), to]));
  return rewrite(text, (pair) => {
    const to = translations.get(pairId(pair));
    return to === undefined ? pair : parsePair(to);
  });
}

/** Removes the entries of the user that `on` names (`pilot` of `singularity:pilot`) and keeps `docker:…`, `middleware:…`. */
export function switchOff(text: string, on: string): string {
  const { user } = parsePair(on);
  return rewrite(text, (pair) => (pair.user === user ? null : pair));
}

/** Puts the pair `on` in the place of its user's entry, or before all others. */
export function switchOn(text: string, on: string): string {
  if (runsContainer(text, on)) return text;
  const pair = parsePair(on);
  const replaced = rewrite(text, (present) => (present.user === pair.user ? pair : present));
  return replaced === text ? formatContainers([pair, ...parseContainers(text)]) : replaced;
}

function rewrite(text: string, change: (pair: ContainerPair) => ContainerPair | null): string {
  const present = parseContainers(text);
  const wanted = present.map(change);
  if (wanted.every((pair, index) => pair === present[index])) return text;
  // Of doubles the last stays: the last entry of a user is the one that counts.
  const unique = new Map<string, ContainerPair>();
  for (const pair of wanted) {
    if (!pair) continue;
    unique.delete(pairId(pair));
    unique.set(pairId(pair), pair);
  }
  return formatContainers([...unique.values()]);
}

function pairSet(text: string): ReadonlySet<string> {
  return new Set(parseContainers(text).map(pairId));
}

function pairId({ tool, user }: ContainerPair): string {
  return `${tool}:${user}`;
}
