import { holm } from "../statistics/holm.ts"
import { pairedBootstrap } from "../statistics/pairedBootstrap.ts"

/**
 * Which differences between candidates are beyond noise. Each pair is compared on what both predicted, by a paired
 * bootstrap: over logs where there are enough of them, otherwise over the architectures of all logs.
 */

/** A figure of a candidate, one entry for each log: the figure, and the `[samples]` values whose mean it is. */
export interface Figure {
  readonly value: number
  readonly samples: Float64Array
}

/** The figures that candidates are compared by; `oneStepAhead` is null where a log has too few steps for it. */
export interface Judged {
  readonly name: string
  /** higher is better; samples are the jackknife's pseudo-values */
  readonly kendallTau: readonly Figure[]
  /** lower is better; samples are squared errors */
  readonly mse: readonly Figure[]
  readonly oneStepAhead: readonly Figure[] | null
}

export type FigureName = "kendallTau" | "mse" | "oneStepAhead"

/** The difference of one candidate from another in one figure. */
export interface Comparison {
  /** the other one */
  readonly to: string
  /** this one's figure minus the other's */
  readonly difference: number
  /** of that difference, 95 % */
  readonly interval: { readonly low: number; readonly high: number } | null
  /**
   * null where the difference is the same everywhere; among several comparisons with the best one adjusted for their
   * number (Holm)
   */
  readonly p: number | null
  readonly verdict: "better" | "worse" | "alike"
}

/** From so many logs on each counts as one observation. */
const logsEnough = 5

export type NoiseUnit = "logs" | "architectures"

export const noiseUnit = (logs: number): NoiseUnit => (logs >= logsEnough ? "logs" : "architectures")

const level = 0.05

/** Observations of a figure: what is drawn with replacement. */
const observations = (figures: readonly Figure[]): readonly number[] =>
  noiseUnit(figures.length) === "logs"
    ? figures.map(({ value }) => value)
    : figures.flatMap(({ samples }) => Array.from(samples))

/** Enough that the smallest p, 2 / (resamples + 1), stays below the level after adjustment for so many comparisons. */
const resamplesFor = (comparisons: number): number => Math.max(2000, Math.ceil((2.5 * comparisons) / level))

const figuresOf = (judged: Judged, name: FigureName): readonly Figure[] => judged[name] ?? []

const higherIsBetter = (name: FigureName): boolean => name === "kendallTau"

const meanOf = (figures: readonly Figure[]): number =>
  figures.reduce((sum, { value }) => sum + value, 0) / figures.length

/** The place of the best candidate by a figure, the earliest one of equals; null where none has it. */
export const bestBy = (all: readonly Judged[], name: FigureName): number | null => {
  let best: number | null = null
  let highest = -Infinity
  all.forEach((judged, i) => {
    const figures = figuresOf(judged, name)
    const height = (higherIsBetter(name) ? 1 : -1) * meanOf(figures)
    if (figures.length > 0 && (best === null || height > highest)) [best, highest] = [i, height]
  })
  return best
}

interface Raw {
  readonly difference: number
  readonly interval: Comparison["interval"]
  readonly p: number | null
}

const rawComparison = (name: FigureName, a: Judged, b: Judged, comparison: number, resamples: number): Raw | null => {
  const [ofA, ofB] = [observations(figuresOf(a, name)), observations(figuresOf(b, name))]
  const found = pairedBootstrap(ofA, ofB, { seed: 1, comparison, resamples })
  return found === null ? null : { difference: found.difference, interval: found.interval, p: found.p }
}

/** The same difference in every pair is no chance: then its sign alone decides. */
const verdictOf = (name: FigureName, { difference, interval, p }: Raw): Comparison["verdict"] => {
  const isBeyond = p === null ? interval !== null && difference !== 0 : p <= level
  if (!isBeyond) return "alike"
  return difference > 0 === higherIsBetter(name) ? "better" : "worse"
}

const compared = (name: FigureName, to: string, raw: Raw): Comparison => ({ to, ...raw, verdict: verdictOf(name, raw) })

/**
 * Each candidate beside the best one by this figure: null for the best itself, and where there is nothing to compare.
 * Yields before each candidate, so that a caller may stop between two of many.
 */
export function* againstBest(
  all: readonly Judged[],
  name: FigureName
): Generator<undefined, readonly (Comparison | null)[], undefined> {
  const best = bestBy(all, name)
  if (best === null) return all.map(() => null)
  const raws: (Raw | null)[] = []
  for (const [i, judged] of all.entries()) {
    yield
    raws.push(i === best ? null : rawComparison(name, judged, all[best], i, resamplesFor(all.length - 1)))
  }
  const adjusted = holm(raws.map((raw) => raw?.p ?? null))
  return raws.map((raw, i) => (raw === null ? null : compared(name, all[best].name, { ...raw, p: adjusted[i] })))
}

/** One candidate beside another by a figure, p for itself; null where one of them does not have it. */
export const against = (judged: Judged, other: Judged, name: FigureName): Comparison | null => {
  const raw = rawComparison(name, judged, other, 0, resamplesFor(1))
  return raw === null ? null : compared(name, other.name, raw)
}

/** 95 % interval of a figure's mean; null where there is a single observation. */
export const intervalOf = (figures: readonly Figure[]): Comparison["interval"] => {
  const values = observations(figures)
  return pairedBootstrap(values, values.map(() => 0), { seed: 1, resamples: resamplesFor(1) })?.interval ?? null
}
