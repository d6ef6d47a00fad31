import { nearName } from '../../model/text/near-names.js';
import type { Inventory } from '../../model/inventory.js';
import type { Campaign } from '../../model/campaign.js';
import { UserError } from '../../model/user-error.js';
import { siteNamed } from '../../app/names.js';

const planningKeys = ['pace', 'working_days', 'holidays', 'freezes', 'order', 'ramp'] as const;

/**
 * The inventory with other rules, for one look only: each change is `KEY=VALUE`, a key of `campaign`
 * that waves depend on and a value as it would stand in the file. Unknown keys and values that the
 * format refuses are a UserError (exit 2).
 */
export async function withChanges(inventory: Inventory, changes: readonly string[]): Promise<Inventory> {
  if (changes.length === 0) return inventory;
  const [{ parseYaml }, { mainSchema }, { problemsOf }, { pathText }] = await Promise.all([
    import('../../inventory/yaml/parse.js'),
    import('../../inventory/format/schema/file.js'),
    import('../../inventory/format/problems.js'),
    import('../../inventory/finding.js'),
  ]);
  const document = { campaign: structuredClone(inventory.campaign) };
  for (const change of changes) {
    const [key, text] = parts(change);
    const known = keysOf(inventory.campaign);
    if (!known.includes(key)) throw unknownKey(key, known);
    const value = parseYaml(`--set ${key}`, text);
    if (!value.ok) throw refused(`--set ${key}: ${value.findings.map(({ message }) => message).join(' ')}`);
    if (value.document === undefined) throw refused(`--set ${key}= says nothing: write its value, or null for none.`);
    put(document.campaign, key.split('.'), value.document);
  }
  const checked = mainSchema.safeParse(document);
  if (checked.success) {
    const { campaign } = checked.data;
    for (const name of [...campaign.order, ...(campaign.ramp?.canaries ?? [])]) siteNamed(name, inventory);
    return { ...inventory, campaign };
  }
  const problems = problemsOf(checked.error.issues, [], document);
  throw refused(
    problems
      .map(({ path, found, expected }) => `--set ${pathText(path.slice(1))}: found ${found}, expected ${expected}.`)
      .join('\n'),
  );
}

function parts(change: string): readonly [key: string, text: string] {
  const at = change.indexOf('=');
  if (at < 1) throw refused(`--set ${change}: write KEY=VALUE, for example --set limits.per_cloud_per_day=3.`);
  return [change.slice(0, at).trim(), change.slice(at + 1)];
}

/** `limits.slots_per_day`, `pace`, `pace.0.sites_per_day`, … */
function keysOf({ limits, pace, learning }: Campaign): readonly string[] {
  return [
    ...Object.keys(limits).map((key) => `limits.${key}`),
    'requests.lead_days',
    'commissioning.expected_days',
    'learning',
    ...Object.keys(learning).map((key) => `learning.${key}`),
    ...planningKeys,
    ...pace.flatMap((_, at) => ['sites_per_day', 'from', 'to'].map((key) => `pace.${at}.${key}`)),
  ];
}

function put(campaign: Campaign, path: readonly string[], value: unknown): void {
  let target = campaign as unknown as Record<string, unknown>;
  for (const step of path.slice(0, -1)) target = target[step] as Record<string, unknown>;
  target[path.at(-1) ?? ''] = value;
}

function unknownKey(key: string, known: readonly string[]): UserError {
  const bare = key.replace(/^campaign\./, '');
  const near = known.includes(bare) ? bare : (known.find((one) => one.endsWith(`.${bare}`)) ?? nearName(bare, known));
  const advice = near === null ? `Waves depend on ${known.join(', ')}.` : `Did you mean ${near}?`;
  return new UserError(2, 'unknown-key', `--set ${key}: no such rule of the campaign.`, [advice]);
}

function refused(message: string): UserError {
  return new UserError(2, 'bad-value', message, ['A value is written as in sites.yaml.']);
}
