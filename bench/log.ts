import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type BenchDocument, type BenchRow, median } from "./document.ts"
import { writeSampleLog } from "./logs/sampleLog.ts"
import { optunaJournal, ours, sqlite, type System } from "./logs/systems.ts"

const events = 100_000

const row = (name: string, system: string, unit: string, times: readonly number[]): BenchRow =>
  ({ case: name, system, median: median(times), unit, runs: times.length })

/** In turn, so that all of them meet the same machine; the first round of each is not counted. */
const rounds = async (systems: readonly System[], count: number, measure: (system: System) => Promise<readonly number[]>) => {
  const times = systems.map((): number[] => [])
  for (let round = 0; round <= count; round++) {
    for (const [i, system] of systems.entries()) {
      const measured = await measure(system)
      if (round > 0) times[i]!.push(...measured)
    }
  }
  return times
}

const peakMemory = (folder: string, length: number, count: number): BenchRow => {
  const file = join(folder, `memory-${length}.ndjson`)
  writeSampleLog(file, length)
  const script = fileURLToPath(new URL("logs/peakMemory.ts", import.meta.url))
  const peaks = Array.from({ length: count }, () => Number(spawnSync(process.execPath, [script, file], { encoding: "utf8" }).stdout))
  return row("memory", `pvll, ${length.toLocaleString("en")} events`, "MiB above the runtime's start", peaks)
}

/**
 * `append`: one durable event (a trial in optuna, which appends 30 lines for it). `load`: 100,000 events, per event
 * (per trial in optuna). `memory`: how far loading raises the peak.
 */
export const log = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  const folder = mkdtempSync(join(tmpdir(), "pvll-bench-log-"))
  try {
    const found = {
      pvll: await ours(folder, events),
      "optuna journal": await optunaJournal(folder, quick ? 200 : 1000),
      sqlite: await sqlite(folder, events)
    }
    const systems = Object.values(found).filter((system) => system !== null)
    const appends = await rounds(systems, quick ? 2 : 5, (system) => system.append(40))
    const loads = await rounds(systems, quick ? 3 : 7, async (system) => [await system.load()])
    for (const system of systems) await system.close()
    const rows = [
      ...systems.map(({ name }, i) => row("append", name, "ms", appends[i]!)),
      ...systems.map(({ name }, i) => row("load", name, "ms", loads[i]!))
    ]
    const ratios = ["append", "load"].flatMap((name) => {
      const [mine, ...peers] = rows.filter((one) => one.case === name)
      return peers.map((peer) => ({ case: name, ours: "pvll", peer: peer.system, ratio: mine!.median / peer.median }))
    })
    const memory = [1000, 10_000, events].map((length) => peakMemory(folder, length, quick ? 3 : 7))
    return {
      name: "log",
      rows: [...rows, ...memory],
      ratios,
      missing: Object.entries(found).flatMap(([name, system]) => (system === null ? [name] : []))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
