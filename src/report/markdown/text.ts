// Text from outside in Markdown.
import { printable } from '../../model/text/printable.js';

/** Returns text from outside so that Markdown shows it as it is: neither markup nor HTML. */
export function plainText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#$]/g, '\\$&');
}
