/** Pairs i < j with values[i] > values[j], counted in n log n while merging. The argument is not changed. */
export const inversions = (values: Uint32Array): number => {
  const n = values.length
  let source = values.slice()
  let target = new Uint32Array(n)
  let count = 0
  for (let width = 1; width < n; width *= 2) {
    for (let from = 0; from < n; from += 2 * width) {
      const middle = Math.min(from + width, n)
      const to = Math.min(from + 2 * width, n)
      let left = from
      let right = middle
      for (let i = from; i < to; i++) {
        if (left < middle && (right >= to || source[left]! <= source[right]!)) {
          target[i] = source[left++]!
        } else {
          count += middle - left
          target[i] = source[right++]!
        }
      }
    }
    const merged = target
    target = source
    source = merged
  }
  return count
}
