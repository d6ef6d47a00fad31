import type { Inventory, Site } from '../model/inventory.js';
import type { Trouble } from './scenario.js';

/** What fails where a site has a trait of this kind. Others are tools: what is too old for the new pilot fails to start. */
const troubleOf = new Map<string, 'copy tool' | 'container namespace'>([
  ['copy tool', 'copy tool'],
  ['kernel', 'container namespace'],
]);

/** A trouble planted by trait, e.g. `copy tool lsm`, at the queues of all sites that name the trait. */
export interface Plant {
  readonly trait: string;
  readonly trouble: Trouble;
}

/** Of an inventory's `grid.rehearsal.plant`. Throws where no site has the trait. */
export function plantsOf({ sites, grid }: Pick<Inventory, 'sites' | 'grid'>): readonly Plant[] {
  return Object.entries(grid.rehearsal.plant).map(([trait, share]): Plant => {
    const having = sites.flatMap((site) =>
      traitsOf(site)
        .filter(({ name }) => name === trait)
        .map(({ kind }) => ({ site, kind })),
    );
    const [first] = having;
    if (!first)
      throw new UnknownTrait(trait, [...new Set(sites.flatMap((site) => traitsOf(site).map(({ name }) => name)))]);
    const queues = having.flatMap(({ site }) => Object.keys(site.queues));
    return { trait, trouble: { kind: troubleOf.get(first.kind) ?? 'container set-up', share, on: { queues } } };
  });
}

export class UnknownTrait extends Error {
  override readonly name = 'UnknownTrait';
  constructor(
    readonly trait: string,
    readonly known: readonly string[],
  ) {
    super(`No site has the trait "${trait}" under its \`traits\``);
  }
}

function traitsOf({ traits = {} }: Site): readonly { readonly name: string; readonly kind: string }[] {
  return Object.entries(traits).map(([kind, value]) => ({ kind, name: `${kind} ${value}` }));
}
