/** The share of repeated experiments whose interval would hold the true value. */
export const confidence = 0.95

/** A range of plausible values, ends included. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export const around = (middle: number, reach: number): Interval => ({ low: middle - reach, high: middle + reach })
