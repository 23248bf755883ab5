import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type Trainer, TrainerError } from "../Trainer.ts"
import { type SuperNetworkRequest, superNetworkTrainer } from "../superNetwork/superNetworkTrainer.ts"
import { batchBytes } from "./batchSlots.ts"
import { type Device, deviceText } from "./device.ts"
import { gpuText } from "./gpus.ts"
import { installation } from "./installation.ts"
import { presentPlatform, variantFor } from "./presentPlatform.ts"
import { openSession } from "./session/session.ts"
import { checkSize } from "./checkSize.ts"
import { tensorflowEngine } from "./tensorflowEngine.ts"
import { tensorflowIdentity } from "./tensorflowIdentity.ts"

/** What a trainer of TensorFlow is opened for. */
export interface TensorflowTrainerRequest extends SuperNetworkRequest {
  readonly device: Device
  /** undefined: the machine's cores */
  readonly threads: number | undefined
}

/** A GPU does the sums; threads only start its operations. */
const threadsBesideGpu = 2

/** The trainer of TensorFlow. It is closed with the scope. */
export const openTensorflowTrainer = (
  { device, threads, ...request }: TensorflowTrainerRequest
): Effect.Effect<Trainer["Service"], TrainerError, Scope.Scope> =>
  superNetworkTrainer(request, Effect.fnUntraced(function*(size) {
    const found = installation(variantFor(device))
    const platform = presentPlatform(device, threads)
    if (typeof found === "string") return yield* new TrainerError({ message: found })
    if (typeof platform === "string") return yield* new TrainerError({ message: platform })
    yield* checkSize(size, device)
    const card = device.type === "gpu" ? yield* Effect.promise(() => gpuText(device.number)) : null
    const session = yield* openSession(found, {
      device, threads: platform.device === "cpu" ? platform.threads : threads ?? threadsBesideGpu
    }, batchBytes(size.shape, size.batch))
    const computing = platform.device === "cpu" ? platform.threads : undefined
    return {
      identity: tensorflowIdentity({ ...platform, library: session.version }),
      engine: yield* tensorflowEngine(session, size, computing),
      runtime: `TensorFlow ${session.version} on ${deviceText(device)}${card === null ? "" : ` (${card})`}`
    }
  }))
