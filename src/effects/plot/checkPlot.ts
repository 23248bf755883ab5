import type { Axis } from "./axis.ts"
import type { PlotFrame } from "./plotFrame.ts"
import { PlotError } from "./PlotError.ts"

const axisProblem = ({ title, scale, from, to }: Axis): string | null => {
  const ends = [from, to].filter((end) => end !== undefined)
  if (!ends.every(Number.isFinite)) return `the axis "${title}" must begin and end at numbers`
  if (scale === "log" && ends.some((end) => end <= 0)) {
    return `the axis "${title}" is a log axis, which begins above 0`
  }
  if (from !== undefined && to !== undefined && from >= to) {
    return `the axis "${title}" must end above where it begins`
  }
  return null
}

interface Drawn {
  readonly name: string
  /** how many of its points have a place on the axes */
  readonly drawable: number
}

const seriesProblem = (series: readonly Drawn[]): string | null => {
  if (series.length === 0) return "there is nothing to draw; give it at least one series"
  const twice = series.find(({ name }, i) => series.findIndex((other) => other.name === name) !== i)
  if (twice !== undefined) return `two of its series are called ${twice.name}; give each a name of its own`
  const empty = series.find(({ drawable }) => drawable === 0)
  return empty === undefined ? null : `${empty.name} holds nothing that can be drawn; leave it out`
}

/** Why a plot cannot be drawn; null where it can. */
export const checkPlot = (plot: PlotFrame, axes: readonly Axis[], series: readonly Drawn[]): PlotError | null => {
  const problem = [...axes.map(axisProblem), seriesProblem(series)].find((sentence) => sentence !== null)
  if (problem === undefined) return null
  const name = plot.title === undefined ? "the plot" : `the plot "${plot.title}"`
  return new PlotError({ message: `${name} cannot be drawn: ${problem}` })
}
