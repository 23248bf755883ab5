import { meanInterval } from "../statistics/meanInterval.ts"
import { type MeasureName, measureOf } from "./measures.ts"
import { dataSetsOf } from "./studyFile.ts"
import type { StudyState } from "./studyState.ts"

export interface CurvePoint {
  /** networks measured */
  readonly measured: number
  readonly mean: number
  /** 95 % interval of the mean; null for a single run */
  readonly low: number | null
  readonly high: number | null
}

/** How a variant's best so far grows with the networks measured: the mean over its runs. */
export interface Curve {
  readonly variant: string
  readonly label: string
  readonly runs: number
  readonly points: readonly CurvePoint[]
}

export interface Curves {
  readonly data: string | null
  readonly measure: MeasureName
  readonly curves: readonly Curve[]
}

/** More points than this no plot shows. */
const mostPoints = 150

const grid = (planned: number): readonly number[] => {
  const points = Math.min(planned, mostPoints)
  return [...new Set(Array.from({ length: points }, (_, i) => Math.round(((i + 1) * planned) / points)))]
}

/**
 * The curves of a measure of the best so far, a set of them for each data set. A run that ended with the table's best
 * counts as having it from there on. Only runs that are through count, and a point is there once all of them have a value.
 */
export const curvesOf = ({ file, runs }: StudyState, measure: MeasureName): readonly Curves[] =>
  dataSetsOf(file).map((set) => {
    const data = set?.name ?? null
    return {
      data,
      measure,
      curves: file.variants.flatMap(({ name, label }): readonly Curve[] => {
        const own = runs.flatMap(({ run, state, summary }) =>
          run.cell.variant === name && run.cell.data === data && state === "done" && summary !== null ? [summary] : [])
        if (own.length === 0) return []
        const points = grid(Math.min(...own.map(({ planned }) => planned))).flatMap((measured): readonly CurvePoint[] => {
          const values = own.flatMap((summary) => measureOf(measure).of(summary, measured) ?? [])
          const figures = values.length < own.length ? null : meanInterval(values)
          if (figures === null) return []
          return [{ measured, mean: figures.mean, low: figures.interval?.low ?? null, high: figures.interval?.high ?? null }]
        })
        return points.length === 0 ? [] : [{ variant: name, label: label ?? name, runs: own.length, points }]
      })
    }
  })
