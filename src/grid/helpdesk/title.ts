import { GridFailure, type RequestDraft } from '../ports.js';
import { oneLine } from '../../model/text/printable.js';

/** The title of a new ticket. Its marker must stand in it whole: by that alone it is found again. */
export function titleOf({ subject, marker }: Pick<RequestDraft, 'subject' | 'marker'>, longest: number): string {
  const title = oneLine(subject, longest);
  if (title.startsWith(marker)) return title;
  throw new GridFailure('refused', `The marker ${marker} does not fit into a title of ${longest} characters.`, false, [
    'Give the campaign, the site or the template a shorter name.',
  ]);
}
