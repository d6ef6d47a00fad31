const shared = 'all campaigns/';

/** Name of a pool that all campaigns of a grid take from. */
export function sharedPool(pool: string): string {
  return `${shared}${pool}`;
}

export function isSharedPool(pool: string): boolean {
  return pool.startsWith(shared);
}
