import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { BenchRow } from "../document.ts"
import { allSeparable } from "./architectures.ts"
import { row } from "./rows.ts"
import type { PeerSystem } from "./system.ts"

/** Steps of `memory`, in a process that has done nothing else. */
const memorySteps = 3

const script = fileURLToPath(new URL("memoryProcess.ts", import.meta.url))

/** Of one of our engines. */
export const ourMemory = (
  system: string, engine: "wasm" | "tensorflow", threads: number, runs: number, steps = memorySteps
): BenchRow =>
  row("memory", system, Array.from({ length: runs }, () => {
    const args = [script, engine, `${threads}`, `${steps}`]
    const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" })
    if (status !== 0) throw new Error(`bench/engine/memoryProcess.ts ended with ${status}: ${stderr}`)
    return Number(stdout)
  }), "MiB", 1)

/** The peers' processes have done nothing else before this: their peaks are those of the steps of `memory`. */
export const theirMemory = async (peers: readonly PeerSystem[], steps = memorySteps): Promise<readonly BenchRow[]> => {
  const rows: BenchRow[] = []
  for (const peer of peers) {
    for (let step = 0; step < steps; step++) await peer.train(allSeparable)
    rows.push(row("memory", peer.name, [await peer.peak()], "MiB", 1))
  }
  return rows
}
