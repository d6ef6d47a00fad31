/** Requests that wait for their answers together: many tickets are not as many round trips, and no helpdesk is stormed. */
const mostAtOnce = 8;

/** The results in the order of the items, a few of them worked on at a time. The first failure ends it. */
export async function together<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  let isFailed = false;
  async function lane(): Promise<void> {
    for (let index = next++; index < items.length && !isFailed; index = next++) {
      try {
        results.set(index, await work(items[index] as Item));
      } catch (error) {
        isFailed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, lane));
  return items.map((_, index) => results.get(index) as Result);
}
