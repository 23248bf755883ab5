/** Numbers as text, the same in every locale. */

/** A loss or another measured quantity; what is null diverged. */
export const measure = (value: number | null): string => (value === null ? "diverged" : significant(value, 5))

/** `digits` significant digits, in plain notation where it is readable. */
export const significant = (value: number, digits: number): string => {
  if (!Number.isFinite(value) || value === 0) return String(value)
  const size = Math.abs(value)
  if (size >= 1e15 || size < 1e-4) return value.toExponential(digits - 1)
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
  return value.toFixed(Math.min(decimals, 20))
}

/** A fraction as per cent. */
export const percent = (fraction: number): string => `${(fraction * 100).toFixed(2)} %`

/** A whole number in groups of three. */
export const grouped = (count: number | bigint): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",")

/** Seconds as a person says them. */
export const duration = (seconds: number): string => {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`
}
