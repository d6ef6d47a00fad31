import { GridFailure, type FoundRequest, type Helpdesk, type RequestDraft } from '../grid/ports.js';

/** What stands under a marker at the helpdesk: the request, nothing, or nobody knows. */
export type Search = { readonly is: 'found'; readonly request: FoundRequest } | { readonly is: 'missing' } | { readonly is: 'unreadable'; readonly failure: GridFailure };

/** Where a request goes, and its text. */
export interface Desk {
  readonly helpdesk: Helpdesk;
  readonly campaign: string;
  readonly draft: RequestDraft;
}

/**
 * One search of a whole campaign for all that looks for the first time: what this ledger has never
 * sent can only have been opened by others, before.
 */
export function sharedSearch(): (desk: Desk) => Promise<Search> {
  const searches = new Map<string, Promise<readonly FoundRequest[]>>();
  return ({ helpdesk, campaign, draft }) => {
    const search = searches.get(campaign) ?? helpdesk.find(campaign, 'search');
    searches.set(campaign, search);
    return searched(search, draft);
  };
}

/** By the index, and where it shows nothing, without it: after a lost answer the index proves nothing. */
export async function searchTwice({ helpdesk, campaign, draft }: Desk): Promise<Search> {
  const found = await searched(helpdesk.find(campaign, 'search'), draft);
  return found.is === 'missing' ? searched(helpdesk.find(campaign, 'plainly'), draft) : found;
}

async function searched(search: Promise<readonly FoundRequest[]>, { marker }: RequestDraft): Promise<Search> {
  try {
    const request = (await search).find((found) => found.marker === marker);
    return request ? { is: 'found', request } : { is: 'missing' };
  } catch (error) {
    if (error instanceof GridFailure) return { is: 'unreadable', failure: error };
    throw error;
  }
}
