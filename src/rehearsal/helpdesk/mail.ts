import type { Call } from '../call.js';
import { answered } from '../exchange.js';
import { fieldsOf, textOf } from './access.js';
import type { HelpdeskService } from './service.js';

/** `POST {to, subject, text, messageId}`: a mail goes out without a socket; the SMTP server hands over what it took. */
export function mailServiceOf({ method }: Call): HelpdeskService | null {
  if (method !== 'POST') return null;
  return {
    name: 'mail',
    effect: 'write',
    understand: (_world, { body }) => {
      const { to, subject, text, messageId } = fieldsOf(body);
      if (textOf(to) === '' || textOf(messageId) === '')
        return answered({ error: 'A mail has a recipient and a Message-ID' }, 400);
      return {
        is: 'open',
        channel: 'mail',
        title: textOf(subject),
        body: textOf(text),
        recipient: textOf(to),
        message_id: textOf(messageId),
      };
    },
    answer: () => answered({ accepted: true }),
  };
}
