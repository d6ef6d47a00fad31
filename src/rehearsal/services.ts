/**
 * Which services a rehearsal shows, each with nothing but its own paths, cuts and refusals: `agis` is the grid of
 * August 2019, `cric` the one since December 2020. Helpdesks and mail are the same.
 */
export const catalogueKinds = ['agis', 'cric'] as const;
export type CatalogueKind = (typeof catalogueKinds)[number];
