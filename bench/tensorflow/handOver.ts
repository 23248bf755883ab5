import * as Effect from "effect/Effect"
import { paperConfiguration } from "../../src/core/search/configuration.ts"
import { augmentationOf } from "../../src/effects/data/augmentation.ts"
import type { Batch } from "../../src/effects/trainer/superNetwork/searchImages.ts"
import { batchSlots } from "../../src/effects/trainer/tensorflow/batchSlots.ts"
import { encodeSavedModel } from "../../src/effects/trainer/tensorflow/graph/savedModel.ts"
import { type BenchRow, median } from "../document.ts"
import { randomBatch } from "../engine/ours.ts"
import { row } from "../engine/rows.ts"
import { work } from "../engine/work.ts"
import { takingGraph } from "./emptyGraphs.ts"
import { processorSession } from "./ours.ts"

const timed = (times: number[], start: number): void => {
  times.push((performance.now() - start) / 1000)
}

/**
 * What it takes to hand a batch over: to prepare it (augmented, normalised, written to the shared file), which is done
 * while TensorFlow computes the batch before, and to take it (read from that file, made a tensor), which nothing hides.
 */
export const handOverRows = (threads: number, runs: number): Promise<readonly BenchRow[]> =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const session = yield* processorSession(threads)
    yield* session.ask({ type: "load", model: encodeSavedModel(takingGraph()) })
    const slots = batchSlots(work, work.batch, session.shared)
    const { augmentation } = paperConfiguration.training
    const plain = randomBatch()
    const batch: Batch = {
      ...plain,
      augmentations: augmentation === "none"
        ? undefined
        : Array.from(plain.images, (image) => augmentationOf(1, 0, image, augmentation))
    }
    const [prepared, took, asked]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < runs; round++) {
      const next = { ...batch }
      let start = performance.now()
      yield* slots.prepare(next)
      timed(prepared, start)
      const feeds = yield* slots.feeds(next)
      start = performance.now()
      yield* session.ask({ type: "run", feeds, output: "taken" })
      timed(took, start)
      start = performance.now()
      yield* session.ask({ type: "run", feeds: [], output: "nothing" })
      timed(asked, start)
    }
    const alone = took.map((seconds, i) => Math.max(0, seconds - asked[i]!))
    const system = "pvll tensorflow"
    const bytes = 4 * (yield* slots.feeds({ ...batch })).reduce((sum, { values }) => sum + values.length, 0)
    return [
      { case: "hand-over/bytes", system, median: bytes, unit: "bytes a batch", runs: 1 },
      row("hand-over/prepare", system, prepared),
      row("hand-over/take", system, alone),
      {
        case: "hand-over/hidden", system, unit: "% of the hand-over", runs,
        median: 100 * median(prepared) / (median(prepared) + median(alone))
      }
    ]
  })))
