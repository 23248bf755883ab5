import * as Effect from "effect/Effect"
import { batchImageFloats, writeBatch } from "../../data/writeBatch.ts"
import type { NetworkShape } from "../network/networkShape.ts"
import type { Batch } from "../superNetwork/searchImages.ts"
import type { TrainerError } from "../Trainer.ts"
import { inputs } from "./graph/names.ts"
import { fileError, fileProblem } from "./session/fileProblem.ts"
import type { Feed } from "./session/messages.ts"
import type { SharedFile } from "./session/sharedFile.ts"

/** Places of the shared file that batches are written to: while TensorFlow reads one, the next one is written. */
export interface BatchSlots {
  /** the batch as a graph is fed with it, written now unless it was prepared */
  readonly feeds: (batch: Batch) => Effect.Effect<readonly Feed[], TrainerError>
  /** writes a batch beside the one that was fed last */
  readonly prepare: (batch: Batch) => Effect.Effect<void, TrainerError>
}

interface Slot {
  /** bytes */
  readonly at: number
  holds: Batch | null
}

const slotBytes = (imageFloats: number, batch: number): number => 4 * batch * (imageFloats + 1)

/** Of the shared file: two slots. */
export const batchBytes = ({ image }: NetworkShape, batch: number): number =>
  2 * slotBytes(batchImageFloats(image, "channels-last"), batch)

/** Two slots for batches of up to `batch` images: `[images, height, width, channels]` float32, and labels behind them. */
export const batchSlots = ({ image }: NetworkShape, batch: number, shared: SharedFile): BatchSlots => {
  const { channels, height, width } = image
  const imageFloats = batchImageFloats(image, "channels-last")
  const pixels = new Float32Array(batch * imageFloats)
  const labels = new Int32Array(batch)
  const slots: readonly [Slot, Slot] = [{ at: 0, holds: null }, { at: slotBytes(imageFloats, batch), holds: null }]
  let fed: Slot = slots[1]
  const write = (slot: Slot, next: Batch): Effect.Effect<void, TrainerError> => Effect.suspend(() => {
    const count = next.images.length
    slot.holds = null
    writeBatch(next.source, next.images, next.augmentations, pixels, labels, "channels-last")
    return Effect.try({
      try: () => {
        shared.write(pixels.subarray(0, count * imageFloats), slot.at)
        shared.write(labels.subarray(0, count), slot.at + pixels.byteLength)
        slot.holds = next
      },
      catch: (cause) => fileProblem("a batch", fileError(cause), shared.folder)
    })
  })
  const other = (): Slot => (fed === slots[0] ? slots[1] : slots[0])
  const feedsOf = (slot: Slot, { images: { length } }: Batch): readonly Feed[] => [
    { name: inputs.images, shape: [length, height, width, channels], values: { at: slot.at, length: length * imageFloats } },
    { name: inputs.labels, shape: [length], values: { at: slot.at + pixels.byteLength, length } }
  ]
  return {
    feeds: (next) => Effect.suspend(() => {
      const slot = other()
      return Effect.map(slot.holds === next ? Effect.void : write(slot, next), () => {
        fed = slot
        return feedsOf(slot, next)
      })
    }),
    prepare: (next) => Effect.suspend(() => write(other(), next))
  }
}
