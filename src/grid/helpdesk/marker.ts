import { GridFailure, type RequestDraft } from '../ports.js';
import { oneLine } from '../../model/text/printable.js';
import { markerIn, parseMarker } from '../../model/keys/operation-keys.js';

/** The marker of a title where it is one of this campaign's. */
export function markerOfCampaign(title: string, campaign: string): string | null {
  const marker = markerIn(title);
  return marker !== null && parseMarker(marker)?.campaign === campaign ? marker : null;
}

/** The title of a new ticket. Its marker must stand in it whole: by that alone it is found again. */
export function titleOf({ subject, marker }: Pick<RequestDraft, 'subject' | 'marker'>, longest: number): string {
  const title = oneLine(subject, longest);
  if (title.startsWith(marker)) return title;
  throw new GridFailure('refused', `The marker ${marker} does not fit into a title of ${longest} characters.`, false, [
    'Give the campaign, the site or the template a shorter name.',
  ]);
}
