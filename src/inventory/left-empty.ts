/**
 * What stands in the document for a key with nothing after its colon. It is neither absent nor the `null` that a
 * person writes out, and no part of the format takes it: a hold, a date or a limit never goes away by a slip.
 */
export const leftEmpty = Symbol('a key left empty');
