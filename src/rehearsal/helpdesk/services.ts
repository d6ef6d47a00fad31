import type { Call } from '../call.js';
import { jiraServiceOf } from './jira.js';
import { mailServiceOf } from './mail.js';
import type { HelpdeskService } from './service.js';
import { zammadServiceOf } from './zammad.js';

/** null: the call is for none of the helpdesks. */
export function helpdeskServiceOf(call: Call): HelpdeskService | null {
  const { path } = call;
  if (path.startsWith('/api/v1/')) return zammadServiceOf(call);
  if (/^\/rest\/api\/[23]\//.test(path)) return jiraServiceOf(call);
  return path === '/mail/messages' ? mailServiceOf(call) : null;
}
