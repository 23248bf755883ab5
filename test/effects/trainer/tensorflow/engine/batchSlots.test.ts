import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { normalisationOf, normalisedLevels } from "../../../../../src/effects/data/normalisation.ts"
import type { Batch } from "../../../../../src/effects/trainer/superNetwork/searchImages.ts"
import { batchBytes, batchSlots } from "../../../../../src/effects/trainer/tensorflow/batchSlots.ts"
import type { Feed } from "../../../../../src/effects/trainer/tensorflow/session/messages.ts"
import type { SharedFile } from "../../../../../src/effects/trainer/tensorflow/session/sharedFile.ts"
import { smallData } from "../../superNetwork/smallTrainer.ts"

const shape = { space: nasnet, channels: 4, layers: 3, classes: 3, image: { channels: 3, height: 9, width: 8 } }
const source = { shape: smallData, set: smallData.training, levels: normalisedLevels(normalisationOf(smallData.training, 3)) }
const batchOf = (from: number, count: number): Batch =>
  ({ source, images: Uint32Array.from({ length: count }, (_, i) => from + i), augmentations: undefined })

/** A file in memory that says where it was written to. */
const memory = () => {
  const bytes = new Uint8Array(2 ** 16)
  const written: (readonly [from: number, to: number])[] = []
  const file: SharedFile = {
    file: -1, folder: "", close: () => {},
    write: (values, at) => {
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
      written.push([at, at + values.byteLength])
    }
  }
  return { bytes, written, file }
}

const places = (feeds: readonly Feed[]) => feeds.map(({ values }) => values as { readonly at: number; readonly length: number })

const read = (bytes: Uint8Array, feeds: readonly Feed[]) => places(feeds).map(({ at, length }) => bytes.slice(at, at + 4 * length))

it("never writes where the batch that was fed last is being read, prepared or not, whatever the sizes", () => {
  const { bytes, written, file } = memory()
  const slots = batchSlots(shape, 8, file)
  let reading: readonly (readonly [number, number])[] = []
  for (let i = 0; i < 30; i++) {
    const batch = batchOf(i, 1 + (i * 5) % 8)
    if (i % 3 !== 0) Effect.runSync(slots.prepare(batch))
    // One that is not the next one after all.
    if (i % 7 === 3) Effect.runSync(slots.prepare(batchOf(50 - i, 8)))
    const feeds = Effect.runSync(slots.feeds(batch))
    for (const [from, to] of written) for (const [start, end] of reading) expect(to <= start || from >= end).toBe(true)
    written.length = 0
    reading = places(feeds).map(({ at, length }) => [at, at + 4 * length] as const)
    const [pixels, labels] = read(bytes, feeds) as [Uint8Array, Uint8Array]
    expect([...new Int32Array(labels.buffer)]).toEqual(Array.from(batch.images, (image) => image % 3))
    // Channels last, as the data has them.
    const first = new Float32Array(pixels.buffer).slice(0, 3)
    const level = (channel: number) => source.levels[256 * channel + smallData.training.pixels[(batch.images[0]! * 3 + channel) * 72]!]
    expect([...first]).toEqual([level(0), level(1), level(2)])
    expect(feeds.map(({ shape }) => shape)).toEqual([[batch.images.length, 9, 8, 3], [batch.images.length]])
  }
})

it("writes a batch once that was prepared", () => {
  const { written, file } = memory()
  const slots = batchSlots(shape, 8, file)
  const batch = batchOf(0, 8)
  Effect.runSync(slots.prepare(batch))
  Effect.runSync(slots.feeds(batch))
  expect(written).toHaveLength(2)
})

it("takes no more of the file than is reserved for it", () => {
  const { written, file } = memory()
  const slots = batchSlots(shape, 8, file)
  for (let i = 0; i < 4; i++) Effect.runSync(slots.feeds(batchOf(i, 8)))
  expect(Math.max(...written.map(([, to]) => to))).toBe(batchBytes(shape, 8))
})

it("a batch that finds no room is an error with the way out, and is written again the next time", () => {
  const { file } = memory()
  let isFull = true
  const slots = batchSlots(shape, 8, {
    ...file,
    folder: "/dev/shm/x",
    write: (values, at) => {
      if (isFull) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })
      file.write(values, at)
    }
  })
  const batch = batchOf(0, 8)
  const sentence = "a batch cannot be handed to TensorFlow: there is no room for it in /dev/shm/x (ENOSPC): "
    + "free some space there and try again, or name another folder with TMPDIR"
  expect(Effect.runSync(Effect.flip(slots.prepare(batch)))).toMatchObject({ _tag: "TrainerError", message: sentence })
  expect(Effect.runSync(Effect.flip(slots.feeds(batch)))).toMatchObject({ _tag: "TrainerError", message: sentence })
  isFull = false
  expect(Effect.runSync(slots.feeds(batch))).toHaveLength(2)
})
