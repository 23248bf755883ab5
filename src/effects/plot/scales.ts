import type { Scale } from "vega"
import type { Axis } from "./axis.ts"

/** Where an axis begins and ends. */
export type Extent = readonly [number, number]

/** A single value gets room on both sides. */
const opened = (low: number, high: number, log: boolean): Extent => {
  if (low < high) return [low, high]
  if (log) return [low / 2, high * 2]
  const room = low === 0 ? 1 : Math.abs(low) / 10
  return [low - room, high + room]
}

/**
 * From the smallest to the largest of the values that have a place on the axis, widened by the share `room` of it on
 * both sides; where the axis says from or to, as it says.
 */
export const extentOf = (axis: Axis, values: Iterable<number>, room: number): Extent => {
  let smallest = Infinity
  let largest = -Infinity
  for (const value of values) {
    smallest = Math.min(smallest, value)
    largest = Math.max(largest, value)
  }
  const log = axis.scale === "log"
  const [low, high] = opened(smallest, largest, log)
  const factor = (high / low) ** room
  const width = (high - low) * room
  const from = axis.from ?? (log ? low / factor : low - width)
  const to = axis.to ?? (log ? high * factor : high + width)
  if (from < to) return [from, to]
  // The data lie beyond the one end that the axis says.
  return axis.from === undefined ? [opened(to, to, log)[0], to] : [from, opened(from, from, log)[1]]
}

/** The scale of an axis; `nice` ends it on round numbers where the axis does not say how it ends. */
export const scaleOf = (name: "x" | "y", axis: Axis, extent: Extent, nice: boolean): Scale => ({
  name,
  type: axis.scale ?? "linear",
  domain: [...extent],
  range: name === "x" ? "width" : "height",
  zero: false,
  nice: nice && axis.scale !== "log" && axis.from === undefined && axis.to === undefined
})
