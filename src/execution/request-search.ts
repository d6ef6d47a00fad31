import { GridFailure, type FoundRequest, type Helpdesk, type RequestDraft } from '../grid/ports.js';

/** What stands under a marker at the helpdesk: the request, nothing, or nobody knows. */
export type Search =
  | { readonly is: 'found'; readonly request: FoundRequest }
  | { readonly is: 'missing' }
  | { readonly is: 'unreadable'; readonly failure: GridFailure };

/** Where a request goes, and its text. */
export interface RequestTarget {
  readonly helpdesk: Helpdesk;
  readonly campaign: string;
  readonly draft: RequestDraft;
}

/**
 * One search of a whole campaign for all that looks for the first time: what this ledger has never
 * sent can only have been opened by others, before.
 */
export function sharedSearch(): (target: RequestTarget) => Promise<Search> {
  const searches = new Map<string, Promise<readonly FoundRequest[]>>();
  return (target) => {
    const { helpdesk, campaign, draft } = target;
    if (draft.thread !== undefined) return searchThread(target, draft.thread);
    const search = searches.get(campaign) ?? helpdesk.find(campaign, 'search');
    searches.set(campaign, search);
    return searched(search, draft);
  };
}

/** By the index, and where it shows nothing, without it: after a lost answer the index proves nothing. A thread is read itself. */
export async function searchTwice(target: RequestTarget): Promise<Search> {
  const { helpdesk, campaign, draft } = target;
  if (draft.thread !== undefined) return searchThread(target, draft.thread);
  const found = await searched(helpdesk.find(campaign, 'search'), draft);
  return found.is === 'missing' ? searched(helpdesk.find(campaign, 'plainly'), draft) : found;
}

function searchThread({ helpdesk, draft }: RequestTarget, thread: string): Promise<Search> {
  return searched(helpdesk.findIn?.(thread) ?? Promise.resolve([]), draft);
}

async function searched(search: Promise<readonly FoundRequest[]>, { marker }: RequestDraft): Promise<Search> {
  try {
    const request = (await search).find((found) => found.marker === marker);
    if (!request) return { is: 'missing' };
    return request.unread ? { is: 'unreadable', failure: request.unread } : { is: 'found', request };
  } catch (error) {
    if (error instanceof GridFailure) return { is: 'unreadable', failure: error };
    throw error;
  }
}
