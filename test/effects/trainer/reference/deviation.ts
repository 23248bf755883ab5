type Numbers = ArrayLike<number>

const norm = (numbers: Numbers): number => Math.sqrt(Array.from(numbers).reduce((sum, x) => sum + x * x, 0))

/** |a - b| / |b|; where b is 0, |a|. */
export const deviation = (a: Numbers, b: Numbers): number => {
  if (a.length !== b.length) return Infinity
  const difference = norm(Array.from(a, (x, i) => x - b[i]))
  const whole = norm(b)
  return difference / (whole === 0 ? 1 : whole)
}

export const deviationOf = (a: number, b: number): number => deviation([a], [b])
