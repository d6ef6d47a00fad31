const plain = /^[\x20-\x7E]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
// The scripts and forms that terminals draw over two columns (Unicode's East Asian Width W and F), and emoji.
const wide =
  /^(?![\uFF61-\uFFDC])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|^\p{Emoji_Presentation}/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += segmentWidth(segment);
  return width;
}

function segmentWidth(segment: string): number {
  if (segment.length === 1 && segment <= '~') return 1;
  if (invisible.test(segment)) return 0;
  return wide.test(segment) ? 2 : 1;
}

/** A text cut into lines, each as long as fits; a line has something in it even where nothing fits. */
export function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  let from = 0;
  let at = 0;
  let used = 0;
  for (const segment of plain.test(text) ? text : graphemesOf(text)) {
    used += segmentWidth(segment);
    if (used > width && at > from) {
      lines.push(text.slice(from, at));
      from = at;
      used = segmentWidth(segment);
    }
    at += segment.length;
  }
  return [...lines, text.slice(from)];
}

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}
