/** What stands between two commas at the top of a JSON object or list, as bytes: one entry of a dump. */
export interface Pieces {
  /** The pieces that end in this chunk. Throws `BadJson`. */
  push(chunk: Uint8Array): readonly Piece[];
  /** Call at the end of the input: throws `BadJson` where it is not whole. */
  end(): void;
}

export interface Piece {
  readonly bytes: Buffer;
  /** Of its first byte, from the beginning of the input. */
  readonly offset: number;
  readonly inList: boolean;
  /** The closing bracket ends it, not a comma. */
  readonly isLast: boolean;
}

/** The input is no JSON object or list, or not whole. `piece`: what was read of the entry it stops in; `before`: whole ones of the same chunk. */
export class BadJson extends Error {
  override readonly name = 'BadJson';
  constructor(
    readonly why: string,
    readonly offset: number,
    readonly piece: Buffer,
    readonly inList: boolean,
    readonly before: readonly Piece[] = [],
  ) {
    super(why);
  }
}

/** No record is near this; a missing quote makes one entry of everything that follows. */
export const longestPieceBytes = 16 * 1024 * 1024;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openObject, closeObject, openList, closeList] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Cuts a JSON text of any size into its topmost entries while it comes in. Only brackets, quotes and commas
 * are looked at; whether an entry is JSON is for `JSON.parse` to say, which is faster than any code of ours.
 */
export function jsonPieces(): Pieces {
  let depth = 0;
  let state: 'before' | 'in' | 'after' = 'before';
  let inString = false;
  let escaped = false;
  let inList = false;
  let offset = 0;
  let carried: Buffer[] = [];
  let carriedBytes = 0;

  function pieceOf(chunk: Uint8Array, from: number, to: number, isLast = false): Piece {
    const last = Buffer.from(chunk.buffer, chunk.byteOffset + from, to - from);
    const bytes = carried.length === 0 ? last : Buffer.concat([...carried, last]);
    const at = offset + from - carriedBytes;
    carried = [];
    carriedBytes = 0;
    return { bytes, offset: at, inList, isLast };
  }

  function push(chunk: Uint8Array): readonly Piece[] {
    const pieces: Piece[] = [];
    const { length } = chunk;
    const bad = (why: string, at: number, begun = at): BadJson =>
      new BadJson(why, offset + at, pieceOf(chunk, begun, at).bytes, inList, pieces);
    let from = 0;
    let index = 0;
    while (index < length) {
      if (inString) {
        if (escaped) {
          escaped = false;
          index++;
        }
        while (index < length) {
          const byte = chunk[index++];
          if (byte === quote) {
            inString = false;
            break;
          }
          if (byte === backslash) {
            if (index === length) escaped = true;
            index++;
          }
        }
        continue;
      }
      const byte = chunk[index++] ?? 0;
      // Letters, digits and white space, which is most of what stands outside strings.
      if (state === 'in' && byte !== quote && byte !== comma && (byte | 0x26) !== 0x7f) continue;
      if (state !== 'in') {
        if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
        if (state === 'after') throw bad('something follows after its end', index - 1);
        if (byte !== openObject && byte !== openList) throw bad('it begins neither with { nor with [', index - 1);
        state = 'in';
        inList = byte === openList;
        depth = 1;
        from = index;
      } else if (byte === quote) inString = true;
      else if (byte === openObject || byte === openList) depth++;
      else if (byte === closeObject || byte === closeList) {
        depth--;
        if (depth > 0) continue;
        if ((byte === closeList) !== inList) throw bad('it ends with the wrong bracket', index - 1, from);
        pieces.push(pieceOf(chunk, from, index - 1, true));
        state = 'after';
      } else if (byte === comma && depth === 1) {
        pieces.push(pieceOf(chunk, from, index - 1));
        from = index;
      }
    }
    if (state === 'in') {
      const rest = Buffer.from(chunk.buffer, chunk.byteOffset + from, length - from);
      carried.push(rest);
      carriedBytes += rest.length;
    }
    offset += length;
    if (carriedBytes > longestPieceBytes)
      throw new BadJson(
        `an entry is longer than ${longestPieceBytes} bytes: a quote or a bracket is missing`,
        offset,
        Buffer.concat(carried).subarray(0, 65_536),
        inList,
      );
    return pieces;
  }

  function end(): void {
    if (state === 'before') throw new BadJson('it is empty', offset, Buffer.alloc(0), false);
    if (state === 'in') throw new BadJson('it is cut off', offset, Buffer.concat(carried), inList);
  }

  return { push, end };
}
