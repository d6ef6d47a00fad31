/** A reproducible stream of numbers in [0, 1). */
export type Random = () => number;

/**
 * sfc32 (Chris Doty-Humphrey, PractRand), seeded by splitmix32: the same seed gives the same
 * stream on every platform. `stream` names independent streams of one seed.
 */
export function seededRandom(seed: number, stream = ''): Random {
  let mix = seed >>> 0;
  for (let index = 0; index < stream.length; index++) {
    mix = Math.imul(mix ^ stream.charCodeAt(index), 0x9e3779b1) >>> 0;
  }
  const next = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = next();
  let b = next();
  let c = next();
  let counter = 1;
  const draw = (): number => {
    const t = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + t) >>> 0;
    return t / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) draw();
  return draw;
}
