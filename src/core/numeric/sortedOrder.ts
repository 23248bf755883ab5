const shortRun = 8

/** NaN comes after every number and is equal to NaN. */
const after = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b))

/** Sorts order[from..to) by insertion. */
const sortRun = (order: Uint32Array, values: Float64Array, from: number, to: number): void => {
  for (let i = from + 1; i < to; i++) {
    const index = order[i]!
    const value = values[index]!
    let j = i
    for (; j > from && after(values[order[j - 1]!]!, value); j--) order[j] = order[j - 1]!
    order[j] = index
  }
}

/** Merges the sorted source[from..middle) and source[middle..to) into target. */
const merge = (
  source: Uint32Array, target: Uint32Array, values: Float64Array, from: number, middle: number, to: number
): void => {
  let left = from
  let right = middle
  for (let i = from; i < to; i++) {
    const takeRight = left >= middle || (right < to && after(values[source[left]!]!, values[source[right]!]!))
    target[i] = takeRight ? source[right++]! : source[left++]!
  }
}

/**
 * The indices of `values` in ascending order of value, by merge sort. Stable: equal values keep the order that they
 * have in `start` (by default that of their indices), so that sorting by b and then by a orders by (a, b).
 * NaN counts as equal to NaN and larger than every number; -0 equals 0.
 */
export const sortedOrder = (values: Float64Array, start?: Uint32Array): Uint32Array => {
  const n = values.length
  let order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = start === undefined ? i : start[i]!
  let spare = new Uint32Array(n)
  for (let from = 0; from < n; from += shortRun) sortRun(order, values, from, Math.min(from + shortRun, n))
  for (let width = shortRun; width < n; width *= 2) {
    for (let from = 0; from < n; from += 2 * width) {
      merge(order, spare, values, from, Math.min(from + width, n), Math.min(from + 2 * width, n))
    }
    const merged = spare
    spare = order
    order = merged
  }
  return order
}

/** Whether two values share a place in the order. */
export const tied = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b))
