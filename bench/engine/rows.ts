import { type BenchRatio, type BenchRow, median } from "../document.ts"
import type { System } from "./system.ts"

export const row = (name: string, system: string, times: readonly number[], unit = "ms", scale = 1000): BenchRow =>
  ({ case: name, system, median: scale * median(times), unit, runs: times.length })

export const timesOf = (
  name: string, systems: readonly System[], times: readonly (readonly number[])[]
): readonly BenchRow[] =>
  systems.map((system, i) => row(name, system.name, times[i]!))

export const ratiosTo = (ourRow: BenchRow, rows: readonly BenchRow[]): readonly BenchRatio[] =>
  rows.filter((one) => one.case === ourRow.case && one !== ourRow)
    .map((peer) => ({ case: ourRow.case, ours: ourRow.system, peer: peer.system, ratio: ourRow.median / peer.median }))

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

/** Over the cases of a step, for each peer. */
export const meanRatios = (
  ours: string, ratios: readonly BenchRatio[], peers: readonly System[]
): readonly BenchRatio[] =>
  peers.map(({ name }) => {
    const own = ratios.filter((ratio) => ratio.peer === name && ratio.case.startsWith("step/"))
    return { case: "step, geometric mean", ours, peer: name, ratio: geometricMean(own.map(({ ratio }) => ratio)) }
  })
