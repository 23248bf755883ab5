import * as Effect from "effect/Effect"
import type { ImageEngine } from "../ImageEngine.ts"
import { wasmIdentity } from "./wasmIdentity.ts"

/** The embedded engine: its bits are the same on every machine, with any number of threads. */
export const wasm: ImageEngine & { readonly name: "wasm" } = {
  name: "wasm",
  summary: "the embedded engine",
  devices: null,
  anyThreads: true,
  concurrent: true,
  identity: () => Effect.succeed(wasmIdentity),
  goingOn: (_, { threads }) => ({ computing: { threads }, others: [] }),
  open: (request, { threads }) =>
    Effect.flatMap(
      Effect.promise(() => import("./wasmTrainer.ts")),
      ({ openWasmTrainer }) => openWasmTrainer({ ...request, threads })
    )
}
