import { readdirSync, readFileSync } from "node:fs"
import { allSeparable } from "./architectures.ts"
import type { System } from "./system.ts"

/**
 * `memoryProcess.ts ENGINE THREADS STEPS`: trains so many steps with one of our engines and prints the peak of resident
 * memory, in MiB, of the process and of those that it started.
 */
const engines: Readonly<Record<string, (threads: number) => Promise<System>>> = {
  wasm: async (threads) => (await import("./ours.ts")).ours(threads),
  tensorflow: async (threads) => (await import("../tensorflow/ours.ts")).ours(threads)
}

/** Peaks of the processes that this one started, by Linux's own account. */
const ofChildren = (): number => {
  const children = readdirSync("/proc/self/task").flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" ").filter((id) => id !== ""))
  const kibibytes = children.map((id) =>
    Number(/^VmHWM:\s*(\d+) kB$/mu.exec(readFileSync(`/proc/${id}/status`, "utf8"))![1]))
  return kibibytes.reduce((sum, one) => sum + one, 0) / 1024
}

const [engine, threads, steps] = process.argv.slice(2) as [string, string, string]
const system = await engines[engine]!(Number(threads))
for (let step = 0; step < Number(steps); step++) await system.train(allSeparable)
const others = engine === "tensorflow" ? ofChildren() : 0
process.stdout.write(`${process.resourceUsage().maxRSS / 1024 + others}\n`)
await system.close()
