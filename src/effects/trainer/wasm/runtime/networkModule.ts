import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { TrainerError } from "../../Trainer.ts"
import { type CompiledModule, compileModule } from "./webAssembly.ts"

/** What `assembly/network.ts` exports for the workers. Addresses and sizes are bytes. */
export interface NetworkModule {
  run(
    program: number, records: number, thread: number, threads: number,
    batch: number, arenaBytes: number, scratch: number, control: number
  ): void
}

// The same four steps up from src/effects/trainer/wasm/runtime and from dist/effects/trainer/wasm/runtime.
const file = new URL("../../../../../wasm/network.wasm", import.meta.url)

/** The compiled kernels, ready within some ten milliseconds. */
export const loadNetworkModule: Effect.Effect<CompiledModule, TrainerError> = Effect.try({
  try: () => compileModule(readFileSync(file)),
  catch: () => new TrainerError({ message: `${fileURLToPath(file)} cannot be read: run npm run build to make it` })
})
