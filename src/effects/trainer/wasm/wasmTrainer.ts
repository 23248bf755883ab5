import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Trainer, TrainerError } from "../Trainer.ts"
import { type SuperNetworkRequest, superNetworkTrainer } from "../superNetwork/superNetworkTrainer.ts"
import type { Spawn } from "./runtime/computeTeam.ts"
import { threadCount } from "./runtime/threadCount.ts"
import { openWasmEngine } from "./wasmEngine.ts"
import { wasmIdentity } from "./wasmIdentity.ts"

/** What a trainer of the embedded engine is opened for. */
export interface WasmTrainerRequest extends SuperNetworkRequest {
  /** undefined: the machine's cores */
  readonly threads: number | undefined
  readonly spawn?: Spawn
}

/** The trainer of the embedded engine. It is closed with the scope. */
export const openWasmTrainer = (
  { threads, spawn, ...request }: WasmTrainerRequest
): Effect.Effect<Trainer["Service"], TrainerError, Scope.Scope> =>
  superNetworkTrainer(request, (size) =>
    Effect.map(
      openWasmEngine({ ...size, threads: threadCount(threads), spawn }),
      (engine) => ({ identity: wasmIdentity, engine })
    ))
