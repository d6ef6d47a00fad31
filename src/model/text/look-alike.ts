/**
 * Letters of other alphabets that most fonts draw as these Latin ones: capital and small Cyrillic and Greek
 * (Unicode Technical Standard 39, confusables).
 */
const latinOf = new Map(
  Object.entries({
    a: 'аɑα',
    b: 'ВвΒ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еεΕ',
    g: 'ɡ',
    h: 'һНнΗ',
    i: 'іιΙ',
    j: 'ј',
    k: 'кκΚ',
    m: 'МмΜ',
    n: 'Νո',
    o: 'оο',
    p: 'рρ',
    q: 'ԛ',
    s: 'ѕ',
    t: 'Ттτ',
    u: 'υս',
    v: 'ѵν',
    w: 'ԝ',
    x: 'хχ',
    y: 'уγ',
    z: 'ΖᴢᏃ',
  }).flatMap(([latin, others]) => Array.from(others).map((other) => [other.toLowerCase(), latin] as const)),
);

/** Equal for names that people take for one another: in other case, in full-width letters, or with letters of another alphabet. */
export function appearance(name: string): string {
  const plain = name
    .normalize('NFKC')

    .toLowerCase();
  return Array.from(plain, (letter) => latinOf.get(letter) ?? letter).join('');
}
