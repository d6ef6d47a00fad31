import { createHash } from 'node:crypto';
import { isMailAddress, mailRecipients } from '../../../model/text/mail-recipients.js';
import { GridFailure, type Helpdesk, type RequestDraft } from '../../ports.js';
import { inHeader } from '../../http/header.js';
import { oneLine } from '../../../model/text/printable.js';

/** One mail as it goes out: every field is one line, but the text. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  /** Message-ID of the mail that this one answers to. */
  readonly inReplyTo?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Hands a mail over. Rejects with a GridFailure; `sent` where the server may have taken it all the same. */
export type Post = (mail: Mail, signal?: AbortSignal) => Promise<void>;

export interface MailOptions {
  readonly post: Post;
  /** The address that mails come from and answers go to. */
  readonly from: string;
}

const longestSubject = 500;

/** Requests by mail (docs/grid.md#helpdesks): nothing can be read back, so each mail has a Message-ID that its marker determines. */
export function mailHelpdesk({ post, from }: MailOptions): Helpdesk {
  async function send(draft: RequestDraft, thread: string | undefined, signal?: AbortSignal): Promise<string> {
    const { marker, site, subject, body, channelDefaults = {} } = draft;
    const sender = senderOf(from);
    const to = recipients(draft.to, `\`contact\` of ${oneLine(site, 100)} in the inventory`);
    const messageId = messageIdOf(marker, sender);
    const replied = thread !== undefined && /^<[^<>\s]+>$/.test(thread) ? { inReplyTo: thread } : {};
    const headers = Object.fromEntries(
      Object.entries(channelDefaults).map(([name, value]) => [name, oneLine(value, 200)]),
    );
    await post(
      {
        from: sender,
        to,
        subject: oneLine(subject, longestSubject),
        text: body,
        messageId,
        ...replied,
        headers: { ...headers, 'X-Migrate-Request': inHeader(marker) },
      },
      signal,
    );
    return messageId;
  }
  return {
    channel: 'mail',
    readable: false,
    indexLagMs: 0,
    find: () => Promise.resolve([]),
    create: (draft, signal) => send(draft, undefined, signal),
    comment: async (ref, draft, signal) => {
      await send(draft, ref, signal);
    },
  };
}

/** The same marker always has the same Message-ID, so that a mail that arrives twice can be told. */
export function messageIdOf(marker: string, from: string): string {
  const digest = createHash('sha256').update(marker).digest('hex').slice(0, 16);
  const name = marker.replace(/^\[|\]$/g, '').replace(/[^A-Za-z0-9]+/g, '.');
  return `<${name.slice(0, 100)}.${digest}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

/** Addresses alone: whatever else stands in a contact cannot make other headers. */
function recipients(contact: string, where: string): string {
  const found = mailRecipients(contact);
  if (found !== null) return found.join(', ');
  const what = contact.trim() === '' ? 'There is no address' : `"${oneLine(contact.trim(), 80)}" is no mail address`;
  throw new GridFailure('refused', `${what}: ${where}.`, false, [
    'Write addresses like support@site.example there, with commas between them.',
  ]);
}

/** One plain address. */
function senderOf(from: string): string {
  const trimmed = from.trim();
  if (isMailAddress(trimmed)) return trimmed;
  const found = trimmed === '' ? 'There is no address' : `"${oneLine(trimmed, 80)}" is not one plain mail address`;
  throw new GridFailure('refused', `${found}: \`from\` in the helpdesk section of the grid profile.`, false, [
    'Write one address like support@site.example there.',
  ]);
}
