/** More patterns than anybody keeps; a page of something else has more lines. */
const mostPatterns = 1_000;

/**
 * What is wrong with the list of names that the pilot removes before it makes the log archive: one pattern of a file
 * or folder name a line, `#` begins a comment. Each a half-sentence; none: it is good.
 */
export function logPatternProblems(text: string): readonly string[] {
  if (/^\s*</.test(text)) return ['it is a web page, not a list of patterns'];
  const lines = text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
  const patterns = lines.flatMap((pattern, index) => (pattern === '' ? [] : [{ pattern, line: index + 1 }]));
  if (patterns.length === 0) return ['it has no pattern'];
  if (patterns.length > mostPatterns) return [`it has ${patterns.length} lines`];
  return patterns.flatMap(({ pattern, line }) => {
    const wrong = whatIsWrong(pattern);
    return wrong === null ? [] : [`line ${line} ${wrong}`];
  });
}

function whatIsWrong(pattern: string): string | null {
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(pattern)) return 'has characters that cannot be seen';
  if (pattern.startsWith('/')) return 'begins at the root: patterns are of names within the work directory';
  if (pattern.split('/').includes('..')) return 'leaves the work directory';
  if (/^[*?./]+$/.test(pattern)) return 'fits every name: the log itself would go';
  return /\s/.test(pattern) ? 'has a blank in it: one pattern stands on a line' : null;
}
