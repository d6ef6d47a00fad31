import type { Fields } from '../../model/operation.js';
import { UserError } from '../../model/user-error.js';

const known = ['pilot_version', 'container_type'];

/** `FIELD=TEXT` as fields; null where nothing was given. A UserError (exit 2) for anything else. */
export function fieldValues(written: readonly string[]): Fields | null {
  if (written.length === 0) return null;
  return Object.fromEntries(
    written.map((text) => {
      const at = text.indexOf('=');
      const field = text.slice(0, at);
      if (at > 0 && known.includes(field)) return [field, text.slice(at + 1)];
      throw new UserError(2, 'usage', `"${text}" is not FIELD=TEXT.`, [`The fields are ${known.join(' and ')}.`]);
    }),
  );
}
