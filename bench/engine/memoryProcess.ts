import { allSeparable } from "./architectures.ts"
import { ours } from "./ours.ts"

/** `memoryProcess.ts THREADS STEPS`: trains so many steps and prints the peak of resident memory, in MiB. */
const [threads, steps] = process.argv.slice(2).map(Number) as [number, number]
const system = await ours(threads)
for (let step = 0; step < steps; step++) await system.train(allSeparable)
process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`)
await system.close()
