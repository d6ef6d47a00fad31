/** Pools that a site leaves when it is judged, not when its day is over. */
export const commissioningPools = ['in_commissioning', 'tier1_in_commissioning'] as const;
