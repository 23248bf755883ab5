import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BenchDocument, BenchRow } from "./document.ts"
import { oneCore, program, wholeProcess } from "./processes/wholeProcess.ts"

/** Whole searches of 200 networks on NAS-Bench-201 with a fit at every step: start-up and log included, on one core. */
export const search = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  const out = mkdtempSync(join(tmpdir(), "pvll-bench-"))
  const launcher = oneCore()
  const system = launcher.length > 0 ? "pvll, one core" : "pvll"
  const row = (preset: string, runs: number): BenchRow =>
    wholeProcess(`search/${preset}`, system, runs, [program, "search", "--space", "nb201", "--preset", preset, "--out", out, "--quiet"], launcher)
  try {
    return { name: "search", rows: [row("nb201", quick ? 3 : 9), row("paper", quick ? 1 : 5)], ratios: [], missing: [] }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
