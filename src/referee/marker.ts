/** What the marker at the head of a ticket's title says, `[campaign/site/step#round] …`; null where the title has none. */
export function markerOf(title: string): { readonly key: string; readonly site: string; readonly step: string } | null {
  const [, key, site, step] = /^\[([^/\]]+\/([^\]]+)\/([^/\]]+)#\d+)\]/.exec(title) ?? [];
  return key === undefined || site === undefined || step === undefined ? null : { key, site, step };
}
