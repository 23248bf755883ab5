import * as Effect from "effect/Effect"
import { hasPlace } from "./axis.ts"
import { checkPlot } from "./checkPlot.ts"
import { lineSpec } from "./lineSpec.ts"
import type { LinePoint } from "./lines.ts"
import type { PlotError } from "./PlotError.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { render } from "./render.ts"

/** Runs of one kind: where on the x axis each reached its aim; null for a run that ended without. */
export interface RunsToAim {
  readonly name: string
  readonly reached: readonly (number | null)[]
}

export interface DistributionPlot extends PlotFrame {
  /** what the y axis says: `share of runs (%)` by default */
  readonly share?: string
  readonly series: readonly RunsToAim[]
}

/** Where the runs arrived, in order; those that never did, or at no number, are left out. */
const arrivals = ({ reached }: RunsToAim): readonly number[] =>
  reached.filter((at) => at !== null && Number.isFinite(at)).map((at) => at!).toSorted((a, b) => a - b)

/** The share of `n` runs that have arrived at each x between `from` and `to`, in per cent. */
const steps = (at: readonly number[], n: number, from: number, to: number): readonly LinePoint[] => {
  const before = at.filter((x) => x <= from).length
  const shown = at.filter((x) => x > from && x <= to)
  const share = (runs: number): number => (100 * runs) / n
  return [
    { x: from, y: share(before) },
    ...shown.map((x, i) => ({ x, y: share(before + i + 1) })),
    { x: to, y: share(before + shown.length) }
  ]
}

/**
 * The share of runs that have reached their aim, as step curves in an SVG document: for the number of measured networks
 * until the optimum. Runs that never did count in the share, so that their curve ends below 100 %.
 */
export const distribution = (plot: DistributionPlot): Effect.Effect<string, PlotError> => {
  const all = plot.series.flatMap(arrivals).filter((at) => hasPlace(plot.x, at))
  const from = plot.x.from ?? (plot.x.scale === "log" ? all.reduce((least, at) => Math.min(least, at), 1) : 0)
  const x = { ...plot.x, from, to: plot.x.to ?? all.reduce((most, at) => Math.max(most, at), from + 1) }
  const problem = checkPlot(plot, [x], plot.series.map(({ name, reached }) => ({ name, drawable: reached.length })))
  if (problem !== null) return Effect.fail(problem)
  const series = plot.series.map((one) => ({
    name: one.name, points: steps(arrivals(one), one.reached.length, x.from, x.to)
  }))
  const y = { title: plot.share ?? "share of runs (%)", from: 0, to: 100 }
  return render(lineSpec({ ...plot, x, y, series, steps: true }, true))
}
