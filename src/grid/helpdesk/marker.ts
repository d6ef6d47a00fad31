import { GridFailure, type RequestDraft } from '../ports.js';

/** The stable marker `[campaign/site/step#round]` at the beginning of a title or subject, or null. */
export function markerOf(title: string): string | null {
  return /^\s*(?:re:\s*)*(\[[^\]\s/]+\/[^\]\s/]+\/[^\]\s/]+#\d+\])/i.exec(title)?.[1] ?? null;
}

/** The marker of a title where it is one of this campaign's. */
export function markerOfCampaign(title: string, campaign: string): string | null {
  const marker = markerOf(title);
  return marker?.startsWith(`[${campaign}/`) ? marker : null;
}

/** Text for one line of somebody else's system: no line breaks, controls or marks of direction, at most `longest` characters. */
export function oneLine(text: string, longest: number): string {
  const line = text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

/** The title of a new ticket. Its marker must stand in it whole: by that alone it is found again. */
export function titleOf({ subject, marker }: Pick<RequestDraft, 'subject' | 'marker'>, longest: number): string {
  const title = oneLine(subject, longest);
  if (title.startsWith(marker)) return title;
  throw new GridFailure('refused', `The marker ${marker} does not fit into a title of ${longest} characters.`, false, [
    'Give the campaign, the site or the template a shorter name.',
  ]);
}

/** A header takes printable ASCII; a site's name may have more. */
export function inHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
}
