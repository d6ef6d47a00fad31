import { pairs } from './table.js';
import type { Style } from './style.js';
import type { Result } from './results/results.js';
import { moment } from './when.js';

/** Which rehearsal world it is, and what time it is there. */
export function renderRehearsal({ world, file, now, url, mail }: Result<'rehearsal-advance'>, style: Style): string {
  const place: (readonly [string, string])[] = file === null ? [] : [['file', file]];
  const address: (readonly [string, string])[] = url === undefined ? [] : [['url', url]];
  const post: (readonly [string, string])[] = mail === undefined ? [] : [['mail', mail]];
  return pairs([['world', world], ...place, ...address, ...post, ['now', moment(now, style)]], style);
}
