import type { Extent } from "./scales.ts"

/** Where an axis is marked; `even`: at equal distances of their values. */
export interface Ticks {
  readonly ticks: readonly number[]
  readonly even: boolean
}

/** From so many decades on, a log axis is marked at powers of ten only. */
const manyDecades = 4

/** Multiples of a step of 1, 2 or 5 times a power of ten: about five on an axis from low to high. */
const evenTicks = ([low, high]: Extent): readonly number[] => {
  const about = (high - low) / 5
  const power = Math.floor(Math.log10(about))
  const unit = 10 ** power
  const step = [1, 2, 5, 10].find((factor) => factor * unit >= about * 0.8)!
  const first = Math.ceil(low / unit / step - 1e-9)
  const last = Math.floor(high / unit / step + 1e-9)
  // Read from decimals, so that 3 times 0.1 is 0.3.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(`${(first + i) * step}e${power}`))
}

/** Where a log axis from low to high is marked: at 1, 2 and 5 times powers of ten, evenly where it is short. */
export const logTicks = ([low, high]: Extent): Ticks => {
  const decades = Math.log10(high / low)
  if (decades < 1) return { ticks: evenTicks([low, high]), even: true }
  const factors = decades < manyDecades ? [1, 2, 5] : [1]
  const powers = Array.from({ length: Math.ceil(decades) + 2 }, (_, i) => Math.floor(Math.log10(low)) + i)
  const ticks = powers.flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
  return { ticks: ticks.filter((tick) => tick >= low && tick <= high), even: false }
}
