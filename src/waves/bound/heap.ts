/** Numbers of which the smallest can be taken out, and their sum. */
export interface Heap {
  readonly values: number[];
  sum: number;
}

export function newHeap(): Heap {
  return { values: [], sum: 0 };
}

export function push(heap: Heap, value: number): void {
  const { values } = heap;
  heap.sum += value;
  let k = values.push(value) - 1;
  while (k > 0) {
    const parent = (k - 1) >> 1;
    const above = values[parent] ?? 0;
    if (above <= value) break;
    values[k] = above;
    k = parent;
  }
  values[k] = value;
}

export function popSmallest(heap: Heap): void {
  const { values } = heap;
  const smallest = values[0];
  const value = values.pop();
  if (smallest === undefined || value === undefined) return;
  heap.sum -= smallest;
  if (values.length === 0) return;
  let k = 0;
  for (;;) {
    let child = 2 * k + 1;
    if (child >= values.length) break;
    if ((values[child + 1] ?? Infinity) < (values[child] ?? 0)) child += 1;
    const below = values[child] ?? 0;
    if (below >= value) break;
    values[k] = below;
    k = child;
  }
  values[k] = value;
}
