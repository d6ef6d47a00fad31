import type { NoticesConfig } from '../../model/inventory.js';
import { GridFailure, type Http, type NoticeRoute } from '../ports.js';
import { mailRecipients } from '../../model/text/mail-recipients.js';
import type { Post } from '../helpdesk/mail/mail.js';
import { messageIdOf } from '../helpdesk/mail/mail.js';
import { readSecret } from '../secrets.js';

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * An incoming webhook of Mattermost or Slack. Its address is the secret, so it stands in a file, goes over
 * TLS alone but on this machine, and is never shown.
 */
export function webhookRoute({
  file,
  http,
  timeoutMs,
}: {
  readonly file: string;
  readonly http: Http;
  readonly timeoutMs: number;
}): NoticeRoute {
  return {
    to: 'webhook',
    async tell({ subject, text }) {
      const url = readSecret(file, 'webhook address');
      if (!URL.canParse(url)) throw refused(`The webhook address in ${file} is no address.`, 'Write https://… there.');
      const { protocol, hostname, origin } = new URL(url);
      if (protocol !== 'https:' && !(protocol === 'http:' && loopback.test(hostname)))
        throw refused(
          `The webhook address in ${file} is not https, and whoever listens in between could post in its place.`,
          'Write its https:// address there.',
        );
      const body = JSON.stringify({ text: `**${subject}**\n\n${text}` });
      try {
        const headers = { 'content-type': 'application/json' };
        const { status } = await http({ method: 'POST', url, headers, body, timeoutMs, effect: 'write' });
        if (status >= 200 && status < 300) return;
        const advice = status === 404 || status === 410 ? 'Make a new one, and write it into the file.' : '';
        throw new GridFailure(
          'refused',
          `The webhook at ${origin} answered ${status}.`,
          status >= 500,
          [advice].filter(Boolean),
        );
      } catch (error) {
        if (!(error instanceof GridFailure)) throw error;
        const hidden = (words: string): string => words.replaceAll(url, origin).replaceAll(new URL(url).pathname, '/…');
        throw new GridFailure(error.problem, hidden(error.message), error.sent, error.advice.map(hidden));
      }
    },
  };
}

/** A digest by mail. */
export function mailRoute({ from, to }: NonNullable<NoticesConfig['mail']>, post: Post): NoticeRoute {
  return {
    to: 'mail',
    tell: ({ id, subject, text }) => {
      const recipients = mailRecipients(to)?.join(', ') ?? '';
      return post({ from, to: recipients, subject, text, messageId: messageIdOf(id, from), headers: {} });
    },
  };
}

function refused(message: string, advice: string): GridFailure {
  return new GridFailure('not allowed', message, false, [advice]);
}
