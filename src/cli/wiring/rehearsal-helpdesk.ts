import { GridFailure, type Helpdesk, type Http } from '../../grid/ports.js';
import type { Post } from '../../grid/helpdesk/mail/mail.js';
import type { Channel } from '../../model/campaign.js';
import { rehearsalAccess, searchLagMs } from '../../rehearsal/helpdesk/access.js';

export interface WorldHelpdesk {
  readonly http: Http;
  /** Of the world, without a slash at its end. */
  readonly url: string;
  readonly channel: Channel;
  readonly timeoutMs: number;
}

/** The rehearsal's own helpdesk for a channel, through the same adapters as a real one; mail goes without a socket. */
export async function rehearsalHelpdesk({ http, url, channel, timeoutMs }: WorldHelpdesk): Promise<Helpdesk> {
  const { token, group, fields, project, from } = rehearsalAccess;
  // Twice the lag: what is not found then is not there.
  const service = { url, http, token: () => token, indexLagMs: 2 * searchLagMs, timeoutMs };
  switch (channel) {
    case 'ggus': {
      const { ggusHelpdesk } = await import('../../grid/helpdesk/ggus/ggus.js');
      return ggusHelpdesk({ ...service, group, fields });
    }
    case 'jira': {
      const { jiraHelpdesk } = await import('../../grid/helpdesk/jira/jira.js');
      return jiraHelpdesk({ ...service, project });
    }
    case 'mail': {
      const { mailHelpdesk } = await import('../../grid/helpdesk/mail/mail.js');
      return mailHelpdesk({ post: worldPost({ http, url, timeoutMs }), from });
    }
  }
}

function worldPost({ http, url, timeoutMs }: Omit<WorldHelpdesk, 'channel'>): Post {
  return async (mail, signal) => {
    const { status, body } = await http({
      method: 'POST',
      url: `${url}/mail/messages`,
      effect: 'write',
      timeoutMs,
      body: JSON.stringify(mail),
      ...(signal && { signal }),
    });
    if (status === 200) return;
    throw new GridFailure(
      'refused',
      `The rehearsal's mail server answered ${status}: ${body.slice(0, 200)}`,
      status >= 500,
    );
  };
}
