import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { type BenchRow, median } from "../document.ts"

export const program = fileURLToPath(new URL("../../bin/pvll.mjs", import.meta.url))

/** Wall time of one whole process, in seconds. */
const seconds = (command: string, args: readonly string[]): number => {
  const from = performance.now()
  const { status, stderr, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "pipe"] })
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${error?.message ?? String(stderr)}`)
  return (performance.now() - from) / 1000
}

/** What a person waits for: the median of whole processes, after one that warms the disk cache. */
export const wholeProcess = (
  name: string,
  system: string,
  runs: number,
  args: readonly string[],
  launcher: readonly string[] = []
): BenchRow => {
  const [command, ...rest] = [...launcher, process.execPath, ...args]
  seconds(command!, rest)
  return { case: name, system, median: median(Array.from({ length: runs }, () => seconds(command!, rest))), unit: "s", runs }
}

/** Keeps a process on one core, where the system has `taskset`. */
export const oneCore = (): readonly string[] =>
  spawnSync("taskset", ["-c", "0", process.execPath, "-e", "0"]).status === 0 ? ["taskset", "-c", "0"] : []
