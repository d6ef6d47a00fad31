import type { QueueRecord } from '../../model/record.js';

/** A guess at a queue's operating system and what it is guessed from. */
export interface OsHint {
  readonly is: string;
  readonly evidence: string;
}

const inName = /(?:^|[^A-Za-z0-9])(SLC?|CENTOS|CC|EL|RHEL|ALMA)(\d)(?![0-9])/i;
const inPlatform = /-(slc|sl|centos|cc|el|alma)(\d)-/i;

/** From the queue's name, else from the platform of its software; null where neither says anything. */
export function osHint({
  panda_resource: name,
  cmtconfig,
}: Pick<QueueRecord, 'panda_resource' | 'cmtconfig'>): OsHint | null {
  const named = osOf(inName.exec(name));
  if (named !== null) return { is: named, evidence: `hint: the name ${name}` };
  const platform = osOf(inPlatform.exec(cmtconfig));
  return platform === null ? null : { is: platform, evidence: `hint: cmtconfig ${cmtconfig}` };
}

const inWords =
  /(?<![A-Za-z0-9])(scientific linux(?: cern)?|slc?|centos(?: linux)?|cc|el|rhel|alma(?: ?linux)?)[ -]?(\d)(?![0-9])/gi;

/** The operating systems that a text of people names, each once. */
export function osesNamed(words: string): readonly string[] {
  return [...new Set([...words.matchAll(inWords)].flatMap((found) => osOf(found) ?? []))];
}

/** Rebuilds of Red Hat's go by one name each: 5 and 6 were Scientific Linux here, 7 CentOS. */
function osOf(found: RegExpExecArray | null): string | null {
  if (found === null) return null;
  const release = Number(found[2]);
  if (release < 5) return null;
  if (release < 7) return `slc${release}`;
  return release === 7 ? 'centos7' : `el${release}`;
}
