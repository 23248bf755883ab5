import * as Effect from "effect/Effect"
import { foldLog } from "../../../src/effects/log/foldLog.ts"

const events = await Effect.runPromise(foldLog("-", 0, (count) => count + 1))
process.stdout.write(`${events}\n`)
