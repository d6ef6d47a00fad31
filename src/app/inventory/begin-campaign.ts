import { basename, dirname, join } from 'node:path';
import { checkInventory } from '../../inventory/check.js';
import { campaignDefaults, defaultGrid, defaultNotices } from '../../inventory/defaults.js';
import { describeFinding } from '../../inventory/finding.js';
import { compareCatalogue } from '../../inventory/import/compare.js';
import { newInventoryText, type NewCampaign } from '../../inventory/import/new-file.js';
import type { IsoDate } from '../../model/dates.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { UserError } from '../../model/user-error.js';
import type { Result } from '../../report/results/results.js';
import type { CatalogueRead } from './import-catalogue.js';

/** The files of a new campaign, the inventory last, and what to tell of them. */
export interface Beginning {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly result: Result<'init'>;
}

/** The first `sites.yaml` of a campaign, and beside it the records that it rehearses on. Writes nothing. */
export function beginCampaign(
  campaign: NewCampaign,
  { from, records, problems }: CatalogueRead,
  { file, today }: { readonly file: string; readonly today: IsoDate },
): Beginning {
  const recordsFile = join(dirname(file), `${basename(file).replace(/\.ya?ml$/, '')}.records.json`);
  const nothing: Inventory = {
    file,
    hash: '',
    campaign: { ...campaignDefaults, name: campaign.name },
    grid: defaultGrid,
    ledger: null,
    notices: defaultNotices,
    sites: [],
    retirements: [],
  };
  const { added, undecided } = compareCatalogue(nothing, records, { today, complete: true, renamed: new Map() });
  const text = newInventoryText(campaign, added, {
    today,
    from,
    records: basename(recordsFile),
    catalogue: catalogueAt(from),
  });
  const checked = checkInventory(file, () => ({ ok: true, text }));
  if (!checked.ok)
    throw new UserError(
      2,
      'usage',
      'No file was written: it would not be valid.',
      checked.findings.map(describeFinding),
    );
  return {
    files: [
      { file: recordsFile, text: recordsText(records) },
      { file, text },
    ],
    result: {
      file,
      records: recordsFile,
      campaign: campaign.name,
      sites: checked.inventory.sites.length,
      queues: added.length,
      hints: added.flatMap(({ queue, hint }) =>
        hint === null ? [] : [{ queue, field: 'os' as const, value: hint.is, evidence: hint.evidence }],
      ),
      problems: [...problems, ...undecided.map(({ sentence }) => sentence)],
    },
  };
}

/** As the catalogue would answer: an object by queue, a line each, so that changes can be reviewed. */
function recordsText(records: readonly QueueRecord[]): string {
  const lines = records.map(({ compute_elements: hosts, storages, detail, ...record }) => {
    const lists = {
      queues: hosts.map((host) => ({ ce_endpoint: host })),
      astorages: { pr: storages },
      corecount: detail?.corecount ?? null,
    };
    return `${JSON.stringify(record.panda_resource)}: ${JSON.stringify({ ...record, ...lists })}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function catalogueAt(from: string): { readonly kind: 'agis' | 'cric'; readonly url: string } | null {
  if (!/^https?:\/\//.test(from)) return null;
  return { kind: from.includes('/api/') ? 'cric' : 'agis', url: new URL(from).origin };
}
