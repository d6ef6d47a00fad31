import type { Call } from '../call.js';
import type { Answer } from '../exchange.js';
import type { World } from '../world/world.js';
import type { TicketChange } from './tickets.js';

/** One call of a helpdesk; names are what faults are aimed at. A write is understood first, or refused, and then carried out. */
export type HelpdeskService =
  | { readonly name: string; readonly effect: 'read'; readonly answer: (world: World, call: Call) => Answer }
  | {
      readonly name: string;
      readonly effect: 'write';
      readonly understand: (world: World, call: Call) => TicketChange | Answer;
      /** `id` of what was made; 0 where nothing was and the client is to believe it. */
      readonly answer: (world: World, id: number) => Answer;
    };
