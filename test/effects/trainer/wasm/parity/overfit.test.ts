import { expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { embeddedDigits } from "../../../../../src/effects/data/embeddedDigits.ts"
import type { ImageSet } from "../../../../../src/effects/data/imageData.ts"
import { hashedParameter } from "../../reference/hashed.ts"
import type { Batch } from "../../reference/hashed.ts"
import { embeddedNetwork } from "./embedded.ts"

const [images, batch, side] = [256, 64, 14]

/** Every second pixel of every second row: 14 x 14. */
const batchesOf = ({ pixels, labels }: ImageSet): readonly Batch[] =>
  Array.from({ length: images / batch }, (_, b): Batch => ({
    images: {
      shape: [batch, 1, side, side],
      data: Float64Array.from({ length: batch * side * side }, (_, i) => {
        const image = b * batch + Math.floor(i / (side * side))
        const [row, column] = [Math.floor(i / side) % side, i % side]
        return pixels[(image * 2 * side + 2 * row) * 2 * side + 2 * column] / 128 - 0.3
      })
    },
    labels: [...labels.subarray(b * batch, (b + 1) * batch)]
  }))

it("a small network learns 256 digits by heart", async () => {
  const { training, classes } = await embeddedDigits("digits", new AbortController().signal)
  const batches = batchesOf(training)
  const image = { channels: 1, height: side, width: side }
  const engine = embeddedNetwork({ space: nasnet, channels: 4, layers: 3, classes, image }, batch)
  engine.setParameters((name, shape) => hashedParameter(name, shape).data)
  const names = ["sep_conv_3x3", "skip_connect", "dil_conv_3x3", "max_pool_3x3"]
  const architecture = Array.from({ length: 28 }, (_, e) => nasnet.operations.indexOf(names[e % 4]))
  const choice = { architecture, softWeights: new Float64Array(28 * 8).fill(1) }
  const losses: number[] = []
  while (losses.length < 60 && (losses.at(-1) ?? 1) >= 0.05) {
    const ofBatches = batches.map((batch) => engine.descend(choice, batch, 0.05).loss)
    losses.push(ofBatches.reduce((sum, loss) => sum + loss, 0) / batches.length)
  }
  expect(losses[0]).toBeGreaterThan(1.5)
  expect(losses.at(-1), `losses of ${losses.length} passes: ${losses.join(", ")}`).toBeLessThan(0.05)
})
