import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { BenchDocument } from "./document.ts"

const program = fileURLToPath(new URL("../bin/pvll.mjs", import.meta.url))

/** Wall time of one whole process, in seconds. */
const seconds = (args: readonly string[]): number => {
  const from = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] })
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${String(stderr)}`)
  return (performance.now() - from) / 1000
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const measured = (name: string, system: string, args: readonly string[], runs: number): BenchDocument["rows"][number] => {
  seconds(args)
  return { case: name, system, median: median(Array.from({ length: runs }, () => seconds(args))), unit: "s", runs }
}

/** How long a person waits: whole processes from start to end. An empty program shows what is Node's own share. */
export const start = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  const runs = quick ? 7 : 21
  return {
    name: "start",
    rows: [
      measured("help", "pvll", [program, "--help"], runs),
      measured("empty program", "node", ["-e", "0"], runs)
    ],
    ratios: [],
    missing: []
  }
}
