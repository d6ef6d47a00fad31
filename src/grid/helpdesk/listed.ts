import { leadingMarker, markerIn, parseMarker } from '../../model/keys/operation-keys.js';
import { GridFailure, type FoundRequest } from '../ports.js';
import { together } from './together.js';

/** A ticket of a list: its row, or why nothing more of it can be read than its reference and its title. */
export type Listed<Row> = { readonly ref: string; readonly title: string } & (
  { readonly row: Row } | { readonly failure: GridFailure }
);

export type Marked<Row> = Listed<Row> & Pick<FoundRequest, 'marker'>;

/** The tickets whose title bears a marker of the campaign. */
export function ofCampaign<Row>(listed: readonly Listed<Row>[], campaign: string): readonly Marked<Row>[] {
  return listed.flatMap((one) => {
    const marker = markerIn(one.title);
    return marker !== null && parseMarker(marker)?.campaign === campaign ? [{ ...one, marker }] : [];
  });
}

/** The requests that some tickets are. A ticket that cannot be read is for a person; others are not the less known for it. */
export function readRequests<Row>(
  tickets: readonly Marked<Row>[],
  read: (row: Row) => Promise<Omit<FoundRequest, 'marker'>>,
): Promise<readonly FoundRequest[]> {
  return together(tickets, async (ticket) => {
    if ('failure' in ticket) return unread(ticket, ticket.failure);
    try {
      return { marker: ticket.marker, ...(await read(ticket.row)) };
    } catch (error) {
      if (error instanceof GridFailure && error.problem === 'not understood') return unread(ticket, error);
      throw error;
    }
  });
}

function unread({ marker, ref }: Pick<FoundRequest, 'marker' | 'ref'>, failure: GridFailure): FoundRequest {
  return { marker, ref, state: 'replied', sinceMs: 0, unread: failure };
}

/** Those of a ticket's texts that begin with a marker: they are ours. */
export function textsOfOurs(
  ref: string,
  texts: readonly { readonly begin: string; readonly sinceMs: number }[],
): readonly FoundRequest[] {
  return texts.flatMap(({ begin, sinceMs }) => {
    const marker = leadingMarker(begin);
    return marker === null ? [] : [{ marker, ref, state: 'sent', sinceMs }];
  });
}
