import { GridFailure, type RequestDraft } from '../ports.js';
import { oneLine } from '../../model/text/printable.js';

/** The stable marker `[campaign/site/step#round]` at the beginning of a title or subject, or null. */
export function markerOf(title: string): string | null {
  return /^\s*(?:re:\s*)*(\[[^\]\s/]+\/[^\]\s/]+\/[^\]\s/]+#\d+\])/i.exec(title)?.[1] ?? null;
}

/** The marker of a title where it is one of this campaign's. */
export function markerOfCampaign(title: string, campaign: string): string | null {
  const marker = markerOf(title);
  return marker?.startsWith(`[${campaign}/`) ? marker : null;
}

/** The title of a new ticket. Its marker must stand in it whole: by that alone it is found again. */
export function titleOf({ subject, marker }: Pick<RequestDraft, 'subject' | 'marker'>, longest: number): string {
  const title = oneLine(subject, longest);
  if (title.startsWith(marker)) return title;
  throw new GridFailure('refused', `The marker ${marker} does not fit into a title of ${longest} characters.`, false, [
    'Give the campaign, the site or the template a shorter name.',
  ]);
}
