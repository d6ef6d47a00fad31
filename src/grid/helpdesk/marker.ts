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

/** A header takes printable ASCII; a site's name may have more. */
export function inHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
}
