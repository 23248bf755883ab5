import { exp } from "../numeric/exp.ts"
import { log } from "../numeric/log.ts"

/**
 * How well each part of a mixture predicted every sample before it learned it. Errors are relative to the spread of
 * the losses, so that the record is the same on every scale of them.
 */
export type MixtureRecord = {
  /** the largest step learned so far; 0 before any */
  readonly seen: number
  /** how many samples the record speaks of, older ones forgotten */
  readonly count: number
  /** `[parts]` sums of squared errors, older ones forgotten alike */
  readonly squares: Float64Array
  /** `[parts]` the same of errors in a part's own deviations, for parts that have one */
  readonly standardised: Float64Array
}

export const emptyRecord = (parts: number): MixtureRecord =>
  ({ seen: 0, count: 0, squares: new Float64Array(parts), standardised: new Float64Array(parts) })

/** What is left of an error's weight after each later one: about the last 33 count (our choices, here and below). */
const remembered = 0.97

/** Errors that each part is taken to have made before the first one: as large as the spread, and as it said itself. */
const priorCount = 5

/**
 * No single error counts for more than this many spreads, or deviations: a diverged part is bad, not infinitely so.
 */
const mostError = 10

const squaredError = (error: number, scale: number): number => {
  const relative = Math.abs(error) / scale
  const bounded = relative < mostError ? relative : mostError
  return bounded * bounded
}

/**
 * The record with one more sample. `errors` and `deviations` are `[parts]`, the deviation 0 where a part has none;
 * `spread` is the deviation of the losses.
 */
export const recorded = (
  record: MixtureRecord,
  step: number,
  errors: Float64Array,
  deviations: Float64Array,
  spread: number
): MixtureRecord => ({
  seen: Math.max(record.seen, step),
  count: remembered * record.count + 1,
  squares: record.squares.map((sum, i) => remembered * sum + squaredError(errors[i], spread)),
  standardised: record.standardised.map((sum, i) =>
    remembered * sum + (deviations[i] > 0 ? squaredError(errors[i], deviations[i]) : 1))
})

/** `[parts]` mean squared errors, relative to the spread. */
export const meanSquares = ({ count, squares }: MixtureRecord): Float64Array =>
  squares.map((sum) => (priorCount + sum) / (priorCount + count))

/** `[parts]` what each part's deviations are to be multiplied by, so that errors are as large as they say. */
export const calibrations = ({ count, standardised }: MixtureRecord): Float64Array =>
  standardised.map((sum) => Math.min(5, Math.max(0.5, Math.sqrt((priorCount + sum) / (priorCount + count)))))

/** A part's weight never falls below this share of the best one's: what was bad may become good. */
const leastShare = 0.01

/**
 * `[parts]` weights, of sum 1: proportional to the likelihood of the remembered errors if each part's were normal
 * with the variance that they show, m^(-n / 2) for n errors of mean square m.
 */
export const partWeights = (record: MixtureRecord): Float64Array => {
  const logs = meanSquares(record).map((mean) => -0.5 * record.count * log(mean))
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity)
  const shares = logs.map((value) => Math.max(leastShare, exp(value - most)))
  const total = shares.reduce((a, b) => a + b, 0)
  return shares.map((share) => share / total)
}
