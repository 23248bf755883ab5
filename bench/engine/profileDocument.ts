import type { BenchDocument, BenchProfile, BenchRow } from "../document.ts"
import { allSeparable, mix } from "./architectures.ts"
import { profile } from "./profile.ts"

/** Where the time of a step goes, kind of record by kind; see `Profile`. */
export const profileDocument = async (quick: boolean): Promise<BenchDocument> => {
  const rows: BenchRow[] = []
  const profiles: BenchProfile[] = []
  for (const [name, draw] of [["profile/mix", mix()], ["profile/sep3", allSeparable]] as const) {
    const { rows: kinds, milliseconds, wholeStep, peakGigaMacs, runs } = await profile(draw, quick ? 3 : 9)
    const row = (system: string, median: number): BenchRow => ({ case: name, system, median, unit: "ms", runs })
    rows.push(row("pvll, 1 thread", wholeStep), row("pvll, 1 thread, record by record", milliseconds))
    profiles.push({ case: name, peakGigaMacs, rows: kinds })
  }
  return { name: "engine", rows, ratios: [], missing: [], profiles }
}
