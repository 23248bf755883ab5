import { batchImageFloats, writeBatch } from "../../data/writeBatch.ts"
import type { NetworkShape } from "../network/networkShape.ts"
import type { Batch } from "../superNetwork/searchImages.ts"
import { inputs } from "./graph/names.ts"
import type { Feed } from "./session/messages.ts"
import type { SharedFile } from "./session/sharedFile.ts"

/** Places of the shared file that batches are written to: while TensorFlow reads one, the next one is written. */
export interface BatchSlots {
  /** the batch as a graph is fed with it, written now unless it was prepared */
  readonly feeds: (batch: Batch) => readonly Feed[]
  /** writes a batch beside the one that was fed last */
  readonly prepare: (batch: Batch) => void
}

interface Slot {
  /** bytes */
  readonly at: number
  holds: Batch | null
}

/** Two slots for batches of up to `batch` images: `[images, height, width, channels]` float32, and labels behind them. */
export const batchSlots = ({ image }: NetworkShape, batch: number, shared: SharedFile): BatchSlots => {
  const { channels, height, width } = image
  const imageFloats = batchImageFloats(image, "channels-last")
  const pixels = new Float32Array(batch * imageFloats)
  const labels = new Int32Array(batch)
  const bytes = pixels.byteLength + labels.byteLength
  const slots: readonly [Slot, Slot] = [{ at: 0, holds: null }, { at: bytes, holds: null }]
  let fed: Slot = slots[1]
  const write = (slot: Slot, next: Batch): void => {
    const count = next.images.length
    slot.holds = null
    writeBatch(next.source, next.images, next.augmentations, pixels, labels, "channels-last")
    shared.write(pixels.subarray(0, count * imageFloats), slot.at)
    shared.write(labels.subarray(0, count), slot.at + pixels.byteLength)
    slot.holds = next
  }
  const other = (): Slot => (fed === slots[0] ? slots[1] : slots[0])
  return {
    feeds: (next) => {
      const slot = other()
      if (slot.holds !== next) write(slot, next)
      fed = slot
      const count = next.images.length
      return [
        {
          name: inputs.images, shape: [count, height, width, channels],
          values: { at: slot.at, length: count * imageFloats }
        },
        { name: inputs.labels, shape: [count], values: { at: slot.at + pixels.byteLength, length: count } }
      ]
    },
    prepare: (next) => write(other(), next)
  }
}
