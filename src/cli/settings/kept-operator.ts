import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../../storage/folders.js';
import { readPlainFile } from '../../storage/plain-file.js';
import { whyUntrusted } from '../../storage/trust.js';
import { isPrintable } from '../../model/text/printable.js';

/** Where the name is kept that an operator gave when asked. */
export function keptOperatorFile(): string {
  return join(folder('state'), 'operator');
}

/** The name that was given once; undefined: none, or others can write it. */
export function keptOperator(file = keptOperatorFile()): string | undefined {
  if (!existsSync(file) || whyUntrusted(file) !== null) return undefined;
  return nameIn(readPlainFile(file).toString('utf8')) ?? undefined;
}

/** A name as a person gave it; null where it is none. */
export function nameIn(text: string): string | null {
  const name = text.trim();
  return name === '' || name.length > 100 || name.toLowerCase() === 'root' || !isPrintable(name) ? null : name;
}
