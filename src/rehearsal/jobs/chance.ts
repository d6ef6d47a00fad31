/** A reproducible number in [0, 1) for a place named by whole numbers: the same place, the same number. */
export function chance(...place: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const part of place) {
    state = Math.imul(state ^ (part >>> 0) ^ Math.imul(Math.floor(part / 4_294_967_296), 0x85ebca6b), 0xcc9e2d51);
    state = mixed(state ^ (state >>> 15));
  }
  return mixed(state) / 4_294_967_296;
}

/** A whole number for a text, to name it as a place. */
export function placeOf(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return mixed(state);
}

// The finaliser of MurmurHash3 (Appleby, public domain): every bit of the input moves every bit of the output.
function mixed(state: number): number {
  let bits = state ^ (state >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
