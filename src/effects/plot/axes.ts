import type { Axis as VegaAxis } from "vega"
import type { Axis } from "./axis.ts"
import { plain } from "./plain.ts"
import type { Extent } from "./scales.ts"
import { logTicks } from "./ticks.ts"

/** Numbers as they are, such as 1,000 and 0.01, unless these are long; equally many decimals where `even`. */
const format = (ticks: readonly number[], even: boolean): string => {
  if (ticks.some((tick) => tick < 1e-4 || tick >= 1e7)) return "~e"
  const decimals = Math.max(0, ...ticks.map((tick) => String(tick).split(".")[1]?.length ?? 0))
  return even ? `,.${decimals}f` : ",~r"
}

const marksOf = (axis: Axis, extent: Extent, count: number): Partial<VegaAxis> => {
  if (axis.scale !== "log") return { tickCount: count }
  const { ticks, even } = logTicks(extent)
  return { values: [...ticks], format: format(ticks, even) }
}

interface AxisLook {
  readonly grid: boolean
  /** about how many numbers stand at a linear axis */
  readonly count?: number
}

export const axisX = (axis: Axis, extent: Extent, { grid, count = 7 }: AxisLook): VegaAxis => ({
  scale: "x",
  orient: "bottom",
  title: plain(axis.title),
  description: `Horizontal axis: ${plain(axis.title)}`,
  grid,
  labelOverlap: true,
  ...marksOf(axis, extent, count)
})

export const axisY = (axis: Axis, extent: Extent, count = 6): VegaAxis => ({
  scale: "y",
  orient: "left",
  title: plain(axis.title),
  description: `Vertical axis: ${plain(axis.title)}`,
  grid: true,
  domain: false,
  ticks: false,
  labelOverlap: true,
  ...marksOf(axis, extent, count)
})
