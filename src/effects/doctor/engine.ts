import * as Effect from "effect/Effect"
import { sha256 } from "../log/sha256.ts"
import { openWasmTrainer } from "../trainer/wasm/wasmTrainer.ts"
import { smallNetwork, type Tried, tryTrainer } from "./smallNetwork.ts"

/** SHA-256 of the weights after the trainings, the same on every machine; changes with the engine's version. */
const expectedWeights = "fba9598c2de5fb306ec4f83ef3b2b0d3e670da5ffa8c1bba2afc94e7cef1939e"

/** Trains a small network on all cores. Fails where the weights are not those of other machines. */
export const trainSmall: Effect.Effect<Tried & { readonly threads: number }, Error> = Effect.scoped(
  Effect.gen(function*() {
    const trainer = yield* openWasmTrainer({ ...smallNetwork, threads: undefined })
    const tried = yield* tryTrainer(trainer)
    const found = sha256(yield* trainer.weights!.save)
    if (found !== expectedWeights) {
      return yield* Effect.fail(new Error(
        `it gives other weights than on other machines (${found.slice(0, 12)}...): please report it, with \`node --version\``
      ))
    }
    return { ...tried, threads: trainer.threads! }
  })
)
