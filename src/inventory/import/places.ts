import { entryAt, outlineOf, type OutlineEntry, type OutlineMapping } from '../yaml/outline.js';

/** One file of the inventory. */
export interface InventoryText {
  readonly file: string;
  readonly text: string;
}

/** A site and where its queues are written. */
export interface SitePlace {
  readonly file: string;
  readonly text: string;
  readonly entry: OutlineEntry;
  /** null: written as something that queues cannot be put into, such as an alias. */
  readonly queues: OutlineMapping | null;
}

export interface QueuePlace {
  readonly file: string;
  readonly text: string;
  /** Of its site. */
  readonly queues: OutlineMapping;
  readonly entry: OutlineEntry;
}

export interface Places {
  readonly sites: ReadonlyMap<string, SitePlace>;
  readonly queues: ReadonlyMap<string, QueuePlace>;
  /** The `sites` of each file; absent where it has none. */
  readonly sections: ReadonlyMap<string, OutlineEntry>;
  /** Where the `queue` of a retirement is written. */
  readonly retirements: ReadonlyMap<string, { readonly file: string; readonly from: number; readonly to: number }>;
}

export function placesIn(texts: readonly InventoryText[]): Places {
  const sites = new Map<string, SitePlace>();
  const queues = new Map<string, QueuePlace>();
  const sections = new Map<string, OutlineEntry>();
  const retirements = new Map<string, { file: string; from: number; to: number }>();
  for (const { file, text } of texts) {
    const outline = outlineOf(text);
    const section = entryAt(outline, 'sites');
    if (section) sections.set(file, section);
    for (const site of section?.value.is === 'mapping' ? section.value.entries : []) {
      const listed = entryAt(site.value, 'queues')?.value;
      const mapping = listed?.is === 'mapping' ? listed : null;
      sites.set(site.key, { file, text, entry: site, queues: mapping });
      for (const entry of mapping?.entries ?? [])
        if (mapping) queues.set(entry.key, { file, text, queues: mapping, entry });
    }
    const retired = entryAt(outline, 'retirements')?.value;
    for (const item of retired?.is === 'list' ? retired.items : []) {
      const queue = entryAt(item, 'queue')?.value;
      if (queue?.is === 'scalar') retirements.set(queue.value, { file, from: queue.start, to: queue.end });
    }
  }
  return { sites, queues, sections, retirements };
}
