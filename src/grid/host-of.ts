/**
 * The host of an endpoint, lower case: catalogues write `ce01.site.example:9619`, `gsiftp://host:2811` and
 * `srm://host:8443/srm/managerv2?SFN=` side by side. `''` for anything else than a text.
 */
export function hostOf(endpoint: unknown): string {
  if (typeof endpoint !== 'string') return '';
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?([^/:?#\s]+)/i.exec(endpoint.trim())?.[1]?.toLowerCase() ?? '';
}
