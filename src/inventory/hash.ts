import { createHash } from 'node:crypto';

/** sha256 over texts, each with its length before it, so that no text can pass for two. */
export function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\n`).update(text);
  return hash.digest('hex');
}
