import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { describe, expect, it } from "vitest"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import type { TrainingConfiguration } from "../../../../src/core/search/configuration.ts"
import { sha256 } from "../../../../src/effects/log/sha256.ts"
import { TrainingProgress, type TrainingPosition } from "../../../../src/effects/trainer/TrainingProgress.ts"
import { smallAssignment, smallData, smallTraining, type TrainerChanges, type UseTrainer, type WithTrainer } from "./smallTrainer.ts"

type SmallTrainer = Parameters<UseTrainer<unknown, unknown>>[0]

export const digest = (trainer: SmallTrainer) => Effect.map(trainer.weights.save, sha256)

/** Trains and measures steps `from` to `to`; gives what was measured. */
export const search = (trainer: SmallTrainer, from: number, to: number) =>
  Effect.forEach(Array.from({ length: to - from + 1 }, (_, i) => smallAssignment(from + i)), (assignment) =>
    trainer.measure(assignment, true))

/** Collects what is reported while `effect` runs. */
export const reported = <A, E, R>(effect: Effect.Effect<A, E, R>, positions: TrainingPosition[], then = () => {}) =>
  Effect.provideService(effect, TrainingProgress, {
    report: (position) => {
      positions.push(position)
      then()
    }
  })

/** Stops trainings of `trainer` in the middle, each time with the weights as before it; `check` is called after each. */
export const interrupted = (trainer: SmallTrainer, check = () => {}) => Effect.gen(function*() {
  yield* search(trainer, 1, 1)
  const before = yield* digest(trainer)
  const assignment = smallAssignment(2)
  for (const stopAfter of [1, 2, 4]) {
    let running: Fiber.Fiber<unknown, unknown> | undefined
    const positions: TrainingPosition[] = []
    running = yield* Effect.forkChild(reported(trainer.measure(assignment, true), positions, () => {
      // In the middle of the batch after this one.
      if (positions.length === stopAfter) setImmediate(() => running?.interruptUnsafe())
    }))
    yield* Fiber.await(running)
    expect(positions.length).toBeGreaterThanOrEqual(stopAfter)
    expect(positions.length).toBeLessThan(6)
    expect(yield* digest(trainer)).toBe(before)
    check()
  }
  // The very same one: what an engine has ready for it is not to be used.
  yield* trainer.measure(assignment, true)
  return yield* digest(trainer)
})

/**
 * What every engine's trainer does, on 60 small images. `differently`: options under which the same bits come out, for a
 * search that goes on.
 */
export const behavesAsTrainer = (name: string, withTrainer: WithTrainer, differently: TrainerChanges): unknown => describe(name, () => {
  it("goes on from a saved file with the bits of a run in one go", async () => {
    const whole = await withTrainer((trainer) => Effect.gen(function*() {
      yield* search(trainer, 1, 3)
      const file = yield* trainer.weights.save
      return { file, outcomes: yield* search(trainer, 4, 6), digest: yield* digest(trainer) }
    }), { training: { validationStatistics: "running" } })
    const resumed = await withTrainer((trainer) => Effect.gen(function*() {
      yield* trainer.weights.load(whole.file)
      expect(yield* trainer.weights.save).toEqual(whole.file)
      return { file: whole.file, outcomes: yield* search(trainer, 4, 6), digest: yield* digest(trainer) }
    }), { ...differently, training: { validationStatistics: "running" } })
    expect(resumed).toEqual(whole)
  })

  it.each(["batch", "running"] as const)("learns to tell the classes apart (%s statistics in validation)", async (validationStatistics) => {
    const training = {
      imagesPerTraining: null, batch: 10, augmentation: "none", validationImages: null, learningRate: 0.05, validationStatistics
    } as const
    await withTrainer((trainer) => Effect.gen(function*() {
      const one = (trainings: number) => ({ ...smallAssignment(3, training), trainings })
      for (let trainings = 0; trainings < 15; trainings++) yield* trainer.train(one(trainings))
      const outcome = yield* trainer.measure(one(15), true)
      expect(outcome.type === "measured" && outcome.data.loss).toBeLessThan(0.1)
      expect((yield* trainer.weights.test(one(16))).accuracy).toBeGreaterThanOrEqual(0.8)
    }), { training })
  })

  it("measures the same again as long as nothing is trained, and begins anew after a reset", async () => {
    await withTrainer((trainer) => Effect.gen(function*() {
      const start = yield* digest(trainer)
      const first = yield* trainer.measure(smallAssignment(1), false)
      yield* trainer.train(smallAssignment(1))
      expect(yield* digest(trainer)).not.toBe(start)
      expect(yield* trainer.measure(smallAssignment(1), false)).not.toEqual(first)
      yield* trainer.weights.reset
      expect(yield* digest(trainer)).toBe(start)
      expect(yield* trainer.measure(smallAssignment(1), false)).toEqual(first)
    }))
  })

  it("tells of each batch, the smaller last ones included", async () => {
    await withTrainer((trainer) => Effect.gen(function*() {
      const positions: TrainingPosition[] = []
      yield* reported(trainer.measure(smallAssignment(1), true), positions)
      yield* reported(trainer.weights.test(smallAssignment(1)), positions)
      expect(positions.map(({ doing, images, of }) => `${doing} ${images}/${of}`)).toEqual([
        "training 8/20", "training 16/20", "training 20/20", "validation 8/18", "validation 16/18", "validation 18/18",
        "test 8/10", "test 10/10"
      ])
      expect(positions.every(({ loss }) => loss > 0 && loss < 5)).toBe(true)
    }))
  })

  it("sees each image of the training half once an epoch, whatever the size of a training", async () => {
    const losses = (imagesPerTraining: number | null, trainings: number) =>
      withTrainer((trainer) => Effect.gen(function*() {
        const positions: TrainingPosition[] = []
        const training = { imagesPerTraining, batch: 5, learningRate: 1e-30, augmentation: "none" } as const
        for (let i = 0; i < trainings; i++) {
          yield* reported(trainer.train({ ...smallAssignment(1, training), trainings: i }), positions)
        }
        return positions.filter(({ images, of }) => images === of).reduce((sum, { loss, of }) => sum + loss * of, 0)
      }))
    const epoch = await losses(null, 1)
    expect(await losses(10, 3)).toBeCloseTo(epoch, 9)
    expect(await losses(15, 2)).toBeCloseTo(epoch, 9)
  })

  it("a training that diverges is taken back, is told, and the next one goes on", async () => {
    await withTrainer((trainer) => Effect.gen(function*() {
      yield* trainer.train(smallAssignment(1))
      const before = yield* digest(trainer)
      const wild = smallAssignment(3, { learningRate: 1e30 })
      expect(yield* trainer.measure(wild, true)).toEqual({ type: "diverged", data: { step: 3, loss: Number.NaN } })
      expect(yield* digest(trainer)).toBe(before)
      yield* trainer.train(wild)
      expect(yield* digest(trainer)).toBe(before)
      expect((yield* trainer.measure(smallAssignment(2), true)).type).toBe("measured")
      expect(yield* digest(trainer)).not.toBe(before)
    }))
  })

  it("weights that overflow in the very last step count as diverged too", async () => {
    await withTrainer((trainer) => Effect.gen(function*() {
      const before = yield* digest(trainer)
      const last = smallAssignment(3, { learningRate: 3e38, imagesPerTraining: 8 })
      expect((yield* trainer.measure(last, true)).type).toBe("diverged")
      expect(yield* digest(trainer)).toBe(before)
    }))
  })

  it.each([
    ["batches of one image", { batch: 1, imagesPerTraining: 3, validationImages: 2 }, [1, 2, 3, 1, 2]],
    ["a batch larger than all images", { batch: 64, imagesPerTraining: null, validationImages: null }, [30, 30]],
    ["two epochs a training", { batch: 40, imagesPerTraining: null, epochs: 2 }, [40, 60, 18]],
    ["more images a training than an epoch has", { batch: 40, imagesPerTraining: 70 }, [40, 70, 18]],
    ["the first images of the data only", { batch: 4, images: 11, imagesPerTraining: null, validationImages: null }, [4, 6, 4, 5]]
  ] as const)("works with %s", async (_, training, images) => {
    await withTrainer((trainer) => Effect.gen(function*() {
      const positions: TrainingPosition[] = []
      const outcome = yield* reported(trainer.measure(smallAssignment(1, training), true), positions)
      expect(outcome.type).toBe("measured")
      expect(positions.map((position) => position.images)).toEqual(images)
    }), { training })
  })

  it("trains the networks of NAS-Bench-201's space as well", async () => {
    await withTrainer((trainer) => Effect.gen(function*() {
      expect(yield* trainer.measure(smallAssignment(2, {}, nb201), true)).toMatchObject({ type: "measured", data: { step: 2 } })
    }), { space: nb201 })
  })

  it("gives the same bits whatever batches it has room for", async () => {
    const end = (past: readonly TrainingConfiguration[]) => withTrainer((trainer) => Effect.gen(function*() {
      const outcomes = yield* search(trainer, 1, 4)
      return { outcomes, test: yield* trainer.weights.test(smallAssignment(5)), digest: yield* digest(trainer) }
    }), { past })
    const large = { ...smallTraining, batch: 100, imagesPerTraining: 77 }
    expect(await end([large])).toEqual(await end([]))
    await withTrainer((trainer) => Effect.gen(function*() {
      expect((yield* trainer.measure(smallAssignment(1, large), true)).type).toBe("measured")
      const larger = { batch: 100, imagesPerTraining: 78 }
      expect((yield* Effect.flip(trainer.train(smallAssignment(1, larger)))).message).toMatch(/batches of up to 77 images/)
    }), { past: [large] })
  })

  it("refuses images that are all of one class", async () => {
    const labels = smallData.training.labels.map((label, image) => (image < 20 ? 1 : label))
    const data = { ...smallData, training: { ...smallData.training, labels } }
    const opening = (images: number | null, data: typeof smallData) =>
      withTrainer(() => Effect.succeed("opened"), { data, training: { images } }).catch((cause: Error) => cause.message)
    expect(await opening(20, data)).toBe("the first 20 of the 60 images of small that a search may see are all of one class, "
      + "so that every architecture is equally good: use more of them (--images)")
    expect(await opening(24, data)).toBe("opened")
    expect(await opening(null, { ...data, training: { ...data.training, labels: new Uint16Array(60) } }))
      .toMatch(/^the 60 images of small .* of one class.*: give images of at least 2 classes$/)
  })

  it("refuses an assignment for another network, and too few images, in one sentence", async () => {
    await withTrainer((trainer) => Effect.gen(function*() {
      const refused = (training: Parameters<typeof smallAssignment>[1]) =>
        Effect.map(Effect.flip(trainer.train(smallAssignment(1, training))), ({ message }) => message)
      expect(yield* refused({ batch: 9 })).toBe(
        "the engine was opened for --channels 4, --layers 3 and batches of up to 8 images, "
          + "not for --channels 4, --layers 3, --batch 9: start a new search for that")
      expect(yield* refused({ channels: 5 })).toMatch(/not for --channels 5/)
      expect(yield* refused({ images: 1 })).toMatch(/^a search needs at least 2 images/)
    }))
  })

  it("refuses a checkpoint that is none, or another network's", async () => {
    const other = await withTrainer((trainer) => trainer.weights.save, { training: { layers: 2 } })
    await withTrainer((trainer) => Effect.gen(function*() {
      const before = yield* digest(trainer)
      const refused = (file: Uint8Array) => Effect.map(Effect.flip(trainer.weights.load(file)), ({ message }) => message)
      expect(yield* refused(other)).toBe("the checkpoint does not fit this search: it is of a network with layers 2, and this one has 3")
      expect(yield* refused(new Uint8Array(3))).toMatch(/^the checkpoint does not fit this search: it is shorter/)
      expect(yield* digest(trainer)).toBe(before)
    }))
  })
})
