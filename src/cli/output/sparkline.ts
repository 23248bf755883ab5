const blocks = "▁▂▃▄▅▆▇█"

/** The smallest value of each of at most `width` equal stretches; null where a stretch has none. */
const stretches = (values: readonly (number | null)[], width: number): readonly (number | null)[] => {
  const columns = Math.min(width, values.length)
  return Array.from({ length: columns }, (_, c) => {
    const from = Math.floor((c * values.length) / columns)
    const to = Math.floor(((c + 1) * values.length) / columns)
    const present = values.slice(from, to).filter((value) => value !== null)
    return present.length === 0 ? null : Math.min(...present)
  })
}

/**
 * A series as one line of blocks, a low block for a small value; a gap where nothing is known (null).
 * Long series show the smallest value of each stretch.
 */
export const sparkline = (values: readonly (number | null)[], width = 60): string => {
  const columns = stretches(values, width)
  const present = columns.filter((value) => value !== null)
  const low = Math.min(...present)
  const range = Math.max(...present) - low
  return columns.map((value) => {
    if (value === null) return " "
    return blocks[range === 0 ? 0 : Math.min(7, Math.floor(((value - low) / range) * 8))]
  }).join("")
}
