const expected = "steps such as 30, or 5,20-22"

/** More would be a typing error. */
const mostSteps = 100_000

/** Steps by number and range: `5,20-22` is 5, 20, 21, 22. Throws what it expects. */
export const stepList = (text: string): readonly number[] => {
  const steps = text.split(",").flatMap((part) => {
    const [, first, last] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim()) ?? []
    const from = Number(first)
    const to = Number(last ?? first)
    if (!(from >= 1) || to < from || to - from >= mostSteps) throw expected
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  })
  return steps
}
