import { pairs } from '../terminal/table.js';
import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { moment } from '../terminal/when.js';

/** Which rehearsal world it is, and what time it is there. */
export function renderRehearsal(
  { world, file, now, url, mail, files, profile }: Result<'rehearsal-serve'>,
  style: Style,
): string {
  const place: (readonly [string, string])[] = file === null ? [] : [['file', file]];
  const address: (readonly [string, string])[] = url === undefined ? [] : [['url', url]];
  const post: (readonly [string, string])[] = mail === undefined ? [] : [['mail', mail]];
  const facts = pairs([['world', world], ...place, ...address, ...post, ['now', moment(now, style)]], style);
  if (files === undefined || profile === undefined) return facts;
  return [
    facts,
    '',
    'Written, readable by you alone:',
    ...files.map((name) => `  ${name}`),
    '',
    'In the place of the `grid:` section of the inventory:',
    '',
    profile.trimEnd(),
  ].join('\n');
}
