import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import { paperConfiguration } from "../../../../src/core/search/configuration.ts"
import { openWasmTrainer } from "../../../../src/effects/trainer/wasm/wasmTrainer.ts"
import { watched } from "./runtime/programs.ts"
import { smallAssignment, smallData, smallTraining, withTrainer } from "../superNetwork/smallTrainer.ts"
import { behavesAsTrainer, digest, interrupted, reported, search } from "../superNetwork/trainerBehaviour.ts"

behavesAsTrainer("the trainer of the embedded engine", withTrainer, { threads: 1 })

describe("the trainer of the embedded engine", () => {
  it("computes the same bits with 1, 2, 3 and 4 threads over 50 steps of 17 sub-networks", async () => {
    const ends = await Promise.all([1, 2, 3, 4].map((threads) =>
      withTrainer((trainer) => Effect.gen(function*() {
        const outcomes = yield* search(trainer, 1, 17)
        return { outcomes, digest: yield* digest(trainer) }
      }), { threads, training: { batch: 8 } })))
    expect(ends[0]!.outcomes.map(({ type }) => type)).toEqual(Array(17).fill("measured"))
    for (const end of ends) expect(end).toEqual(ends[0])
  })

  it("an interrupted training leaves the weights as before it, and the next one gives the bits of an undisturbed run", async () => {
    const undisturbed = await withTrainer((trainer) => Effect.andThen(search(trainer, 1, 2), digest(trainer)))
    const { spawn, alive } = watched()
    const end = await withTrainer((trainer) => interrupted(trainer, () => expect(alive()).toBe(2)), { spawn })
    expect(end).toBe(undisturbed)
    expect(alive()).toBe(0)
  })

  it("a thread that dies ends the training with one sentence and the weights as before it", async () => {
    const { spawn, workers, alive } = watched()
    await withTrainer((trainer) => Effect.gen(function*() {
      const before = yield* digest(trainer)
      const error = yield* Effect.flip(reported(trainer.train(smallAssignment(1)), [], () => void workers[0]!.terminate()))
      expect(error.message).toMatch(/^a compute thread of the embedded engine ended by itself with status 1: .*pvll resume$/)
      expect(yield* digest(trainer)).toBe(before)
      expect(alive()).toBe(0)
    }), { spawn })
  })

  it("refuses what no machine has, before it allocates anything, with figures and a way out", async () => {
    const training = { ...smallTraining, channels: 16, layers: 8, batch: 4096, imagesPerTraining: 5000 }
    const data = { ...smallData, height: 32, width: 32 }
    const error = await Effect.runPromise(Effect.flip(Effect.scoped(
      openWasmTrainer({ space: nb201, seed: 1, configuration: { ...paperConfiguration, training }, data, threads: 2 }))))
    expect(error.message).toMatch(
      /^--batch 4096, --channels 16 and --layers 8 need \d+\.\d\d GiB of memory, but .*: --batch \d+ would need \d\.\d\d GiB; smaller --channels or --layers help too$/
    )
  })

  it("takes memory for the largest batch that is really run, not for the one that was asked for", async () => {
    // 30 images to train on, 18 of 30 to measure with, 10 to test on.
    const training = { ...smallTraining, channels: 16, layers: 8, batch: 900_000, imagesPerTraining: null }
    const outcome = await withTrainer((trainer) => trainer.measure(smallAssignment(1, training), true), { training })
    expect(outcome.type).toBe("measured")
  })

  it.each([
    ["channels", { channels: 2 ** 40 }, /^1099511627776 channels are more than the 4096 .*--channels$/],
    ["cells", { layers: 2 ** 40 }, /^1099511627776 cells are more than the 1000 .*--layers$/],
    ["images a batch", { batch: 2 ** 40, imagesPerTraining: 2 ** 41 }, /^a batch of 1099511627776 images is larger than the 1000000 .*--batch$/],
    ["images of batches and trainings", { batch: 1_000_000, epochs: 2 ** 50, imagesPerTraining: null }, /^--batch 1000000, .* GiB/]
  ] as const)("refuses more %s than any machine has, at once and in one sentence", async (_, changes, sentence) => {
    const from = performance.now()
    const error = await withTrainer(() => Effect.void, { training: changes }).catch((cause: unknown) => cause)
    expect((error as Error).message).toMatch(sentence)
    expect(performance.now() - from).toBeLessThan(3000)
  })
})
