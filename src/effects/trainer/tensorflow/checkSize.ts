import * as Effect from "effect/Effect"
import { builtNetwork } from "../superNetwork/builtNetwork.ts"
import { checkMemory } from "../superNetwork/memoryCheck.ts"
import type { EngineSize } from "../superNetwork/superNetworkTrainer.ts"
import type { TrainerError } from "../Trainer.ts"
import type { Device } from "./device.ts"
import { keptHere, memoryNeed } from "./memoryNeed.ts"

/**
 * Refuses, before TensorFlow is loaded, what this machine cannot hold. A GPU's own memory is known only to TensorFlow, which
 * says so when it is full.
 */
export const checkSize = Effect.fnUntraced(function*(
  { shape, batch, asked }: EngineSize, device: Device
): Effect.fn.Return<void, TrainerError> {
  const network = yield* builtNetwork(shape)
  const bytesWithBatch = (images: number): number => (device.type === "cpu" ? memoryNeed(network, images) : 0)
  yield* checkMemory({
    bytes: bytesWithBatch(batch), outside: keptHere(network), batch, asked, channels: shape.channels, layers: shape.layers,
    bytesWithBatch
  })
})
