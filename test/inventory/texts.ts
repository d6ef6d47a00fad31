import { checkInventory, type Checked } from '../../src/inventory/check.js';
import type { Finding } from '../../src/inventory/finding.js';
import type { Inventory } from '../../src/model/inventory.js';

/** The smallest `sites.yaml`; more of it follows as further lines. */
export const smallest = `campaign:
  name: pilot2
sites:
  OSCER:
    queues: { OU_OSCER_ATLAS: {} }
`;

/** `smallest` with further keys under `campaign`, each a line. */
export function withCampaign(...lines: readonly string[]): string {
  return smallest.replace('sites:', `${lines.map((line) => `  ${line}\n`).join('')}sites:`);
}

/** `smallest` with further keys for OSCER, each a line. */
export function withSite(...lines: readonly string[]): string {
  return smallest + lines.map((line) => `    ${line}\n`).join('');
}

/** Checks `sites.yaml` with this text; `others` are the texts of further files by name. */
export function check(text: string, others: Readonly<Record<string, string>> = {}): Checked {
  const files = new Map(Object.entries({ 'sites.yaml': text, ...others }));
  return checkInventory('sites.yaml', (file) => {
    const found = files.get(file);
    return found === undefined
      ? { ok: false, found: 'no such file', expected: 'a readable file' }
      : { ok: true, text: found };
  });
}

export function inventoryOf(text: string, others: Readonly<Record<string, string>> = {}): Inventory {
  const checked = check(text, others);
  if (!checked.ok) throw new Error(checked.findings.map((finding) => `${finding.path}: ${finding.message}`).join('\n'));
  return checked.inventory;
}

/** The only finding; more or fewer are a failure. */
export function theFinding(text: string, others: Readonly<Record<string, string>> = {}): Finding {
  const { findings } = check(text, others);
  const [finding] = findings;
  if (!finding || findings.length > 1)
    throw new Error(
      `${findings.length} findings:\n${findings.map(({ path, message }) => `${path}: ${message}`).join('\n')}`,
    );
  return finding;
}
