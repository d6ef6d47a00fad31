/** Holds those who arrive until as many are there as are wanted, or until nobody came for a while; then all go on at once. */
export interface Gathering {
  readonly arrive: () => Promise<void>;
  /** How many have come by now. */
  readonly present: () => number;
}

export function gathering(wanted: number, stillMs: number): Gathering {
  let present = 0;
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  function goOn(): void {
    clearTimeout(timer);
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  }

  return {
    present: () => present,
    arrive: () =>
      new Promise((go) => {
        present++;
        waiting.push(go);
        clearTimeout(timer);
        if (waiting.length >= wanted) goOn();
        else timer = setTimeout(goOn, stillMs);
      }),
  };
}
