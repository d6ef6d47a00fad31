/** Addresses of a resource centre's compute elements; every queue of the centre has both. */
export function computeElementsOf(rcSite: string): readonly string[] {
  return ['ce01', 'ce02'].map((name) => `${name}.${rcSite.toLowerCase()}.example:9619`);
}

/** As GOCDB writes it: the path of the manager is part of the address. */
export function storageElementOf(rcSite: string): string {
  return `srm://se.${rcSite.toLowerCase()}.example:8446/srm/managerv2?SFN=`;
}
