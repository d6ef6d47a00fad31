// The format of `sites.yaml` (docs/sites-yaml.md). Sites are checked one by one: see `siteSchema`.
import { isMapping } from '../../../model/mapping.js';
import * as z from 'zod';
import { isMailAddress, mailRecipients } from '../../../model/text/mail-recipients.js';
import { defaultNotices, defaultGrid } from '../../defaults.js';
import { address, date, list, mapping, name, optional, text } from '../fields.js';
import { campaign } from './campaign.js';
import { grid } from './grid.js';
import { os } from './site.js';

const sitesByName = z.custom<Record<string, unknown>>(isMapping, { error: 'a mapping of sites by name' });

const retirement = mapping({
  queue: name,
  on: optional(date, null),
  because: optional(text, 'listed for retirement'),
  data: optional(text, null),
  note: optional(text, null),
});

const addresses = text.refine((contact) => mailRecipients(contact) !== null, {
  error: 'mail addresses, with commas between them',
});

const notices = mapping({
  webhook: optional(mapping({ url_file: text }), defaultNotices.webhook),
  mail: optional(
    mapping({
      url: address('smtps:', 'smtp:'),
      from: text.refine(isMailAddress, { error: 'one mail address' }),
      to: addresses,
      user: optional(text, null),
      password_file: optional(text, null),
    }).refine(({ user, password_file: file }) => (user === null) === (file === null), {
      path: ['password_file'],
      error: 'user and password_file together',
    }),
    defaultNotices.mail,
  ),
});

/** What the main file and an included one may both hold. */
const body = {
  include: optional(list(text), []),
  sites: optional(sitesByName, {}),
  retirements: optional(list(retirement), []),
};

/** The main file; its sites are still raw. */
export const mainSchema = mapping({
  campaign,
  grid: optional(grid, defaultGrid),
  ledger: optional(text, null),
  notices: optional(notices, defaultNotices),
  defaults: optional(mapping({ os: optional(os, null) }), { os: null }),
  ...body,
});

/** A further file of sites. */
export const includeSchema = mapping(body);

export type MainFile = z.output<typeof mainSchema>;
