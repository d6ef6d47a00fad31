import { oneLine } from '../../../model/text/printable.js';
import { markerIn, parseMarker } from '../../../model/keys/operation-keys.js';
import type { Listed } from '../listed.js';
import {
  brokenList,
  brokenRow,
  checkRows,
  faultIn,
  isText,
  isTextOrNothing,
  isTime,
  isTimeOrNothing,
  type Shape,
} from '../rows.js';

export interface Ticket {
  /** In addresses. */
  readonly id: number;
  /** What people see. */
  readonly number: string | number;
  readonly title: string;
  readonly state: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Of the first and of the last time; a ticket that is open again keeps both. */
  readonly close_at?: string | null;
  readonly last_close_at?: string | null;
  readonly article_count?: number | null;
}

export interface Article {
  readonly subject: string | null;
  readonly created_at: string;
  readonly body?: string | null;
  readonly from?: string | null;
  readonly created_by?: string | null;
  readonly created_by_id?: number;
  /** Agent, Customer or System. */
  readonly sender?: string | null;
}

/** The number people see, and the id of addresses. */
export function refOf({ id, number }: Pick<Ticket, 'id' | 'number'>): string {
  return `GGUS-${oneLine(String(number), 30)} (${id})`;
}

/** Whether two titles bear markers of one site and step. */
export function isSameRequest(one: string, other: string): boolean {
  const [first, second] = [one, other].map((title) => parseMarker(markerIn(title) ?? ''));
  return first != null && second != null && first.subject === second.subject && first.step === second.step;
}

/** The ticket that another was merged into is its parent. */
export function parentIn(answer: unknown): number | null {
  const { links } = (answer ?? {}) as { readonly links?: unknown };
  const parent = (Array.isArray(links) ? (links as readonly unknown[]) : []).find((link) => {
    const { link_type: type, link_object: object } = (link ?? {}) as Record<string, unknown>;
    return type === 'parent' && (object === undefined || object === 'Ticket');
  });
  const { link_object_value: id } = (parent ?? {}) as { readonly link_object_value?: unknown };
  return typeof id === 'number' || typeof id === 'string' ? Number(id) : null;
}

const isNumber = (value: unknown): boolean => typeof value === 'number';

const ticketShape: Shape = {
  id: isNumber,
  number: (value) => isNumber(value) || isText(value),
  title: isText,
  state: isText,
  created_at: isTime,
  updated_at: isTime,
  close_at: isTimeOrNothing,
  last_close_at: isTimeOrNothing,
};

const articleShape: Shape = {
  created_at: isTime,
  subject: isTextOrNothing,
  body: isTextOrNothing,
  from: isTextOrNothing,
  created_by: isTextOrNothing,
};

export function ticketsIn(answer: unknown, who: string): readonly Ticket[] {
  const rows = rowsIn(answer, who);
  checkRows(rows, ticketShape, (row, fault) => brokenRow(who, ticketIn(row), fault));
  return rows as readonly Ticket[];
}

export function articlesIn(answer: unknown, ticket: Ticket, who: string): readonly Article[] {
  if (!Array.isArray(answer)) throw brokenRow(who, `the list of articles of ${refOf(ticket)}`, '');
  checkRows(answer, articleShape, (_row, fault) => brokenRow(who, `an article of ${refOf(ticket)}`, fault));
  return answer as readonly Article[];
}

/** A broken row without a title could be anybody's: then nothing of the list is known. */
export function listedIn(answer: unknown, who: string): readonly Listed<Ticket>[] {
  return rowsIn(answer, who).map((row): Listed<Ticket> => {
    const fault = faultIn(row, ticketShape);
    if (fault === null) {
      const ticket = row as Ticket;
      return { ref: refOf(ticket), title: ticket.title, row: ticket };
    }
    const failure = brokenRow(who, ticketIn(row), fault);
    const { title, number, id } = (row ?? {}) as Readonly<Record<string, unknown>>;
    if (!isText(title)) throw failure;
    const isNamed = (isText(number) || isNumber(number)) && typeof id === 'number';
    return { title, ref: isNamed ? refOf({ id, number: String(number) }) : '', failure };
  });
}

function rowsIn(answer: unknown, who: string): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  throw brokenList(who, 'the helpdesk in the grid profile: it is the one without /api');
}

/** A ticket of which something cannot be read, by what can be. */
function ticketIn(row: unknown): string {
  const { id, number, title } = (row ?? {}) as Readonly<Record<string, unknown>>;
  const called = [
    ...(isText(number) || isNumber(number) ? [`GGUS-${String(number)}`] : []),
    ...(isNumber(id) ? [`(${String(id)})`] : []),
    ...(isText(title) ? [`"${title}"`] : []),
  ];
  return called.length === 0 ? 'a ticket without a name' : `the ticket ${called.join(' ')}`;
}
