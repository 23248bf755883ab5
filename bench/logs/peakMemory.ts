import * as Effect from "effect/Effect"
import { foldLog } from "../../src/effects/log/foldLog.ts"

/** `peakMemory.ts FILE`: loads a log and prints how far the peak of resident memory rose by it, in MiB. */
const peak = () => process.resourceUsage().maxRSS / 1024

const start = peak()
await Effect.runPromise(foldLog(process.argv[2]!, 0, (events) => events + 1))
process.stdout.write(`${peak() - start}\n`)
