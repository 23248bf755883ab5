import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { openTensorflowTrainer } from "../../../../../src/effects/trainer/tensorflow/tensorflowTrainer.ts"
import { instructionSet } from "../../../../../src/effects/trainer/tensorflow/instructions.ts"
import { decodeSafetensors } from "../../../../../src/effects/checkpoint/safetensors.ts"
import type { Outcome } from "../../../../../src/effects/trainer/Trainer.ts"
import { deviation, deviationOf } from "../../reference/deviation.ts"
import { smallAssignment, withTrainer, withTrainerOf } from "../../superNetwork/smallTrainer.ts"
import { behavesAsTrainer, digest, interrupted, search } from "../../superNetwork/trainerBehaviour.ts"
import { describeTensorflow, heldSession, installed } from "../session/heldSession.ts"
import { withSession } from "./smallTensorflow.ts"

/** In a process of its own. */
const inProcess = withTrainerOf(({ threads = 2, ...request }) =>
  openTensorflowTrainer({ ...request, threads, device: { type: "cpu" } }))

const lossOf = (outcome: Outcome): number => (outcome.type === "measured" ? outcome.data.loss : Number.NaN)

/** The numbers of a checkpoint by name. */
const tensorsOf = (file: Uint8Array) => {
  const decoded = decodeSafetensors(file)
  if (decoded._tag === "Left") throw new Error(decoded.left)
  return decoded.right.tensors
}

describeTensorflow("TensorFlow's trainer", () => {
  const session = heldSession()
  const withTensorflow = withSession(session)

  behavesAsTrainer("as every engine's", withTensorflow, {})

  it("an interrupted training leaves the weights as before it, and the next one gives the bits of an undisturbed run", async () => {
    const undisturbed = await withTensorflow((trainer) => Effect.andThen(search(trainer, 1, 2), digest(trainer)))
    expect(await withTensorflow((trainer) => interrupted(trainer))).toBe(undisturbed)
  })

  it("stands in the log as what it computes with", async () => {
    await inProcess((trainer) => Effect.sync(() => {
      const { tensorflow } = installed()
      expect(trainer.identity).toEqual({
        name: "tensorflow", version: `1 (TensorFlow ${tensorflow}, cpu ${instructionSet()}, 2 threads)`, deterministic: true
      })
      expect(trainer.threads).toBe(2)
      expect(trainer.runtime).toBe(`TensorFlow ${tensorflow} on cpu`)
    }))
  })

  it("gives the same bytes in two processes with the same number of threads, and in one that goes on from a file", async () => {
    const whole = await inProcess((trainer) => Effect.gen(function*() {
      const first = yield* search(trainer, 1, 3)
      const file = yield* trainer.weights.save
      return { first, file, last: yield* search(trainer, 4, 6), end: yield* trainer.weights.save }
    }))
    const again = await inProcess((trainer) => Effect.gen(function*() {
      const first = yield* search(trainer, 1, 3)
      return { first, last: yield* search(trainer, 4, 6), end: yield* trainer.weights.save }
    }))
    expect(again).toEqual({ first: whole.first, last: whole.last, end: whole.end })
    const resumed = await inProcess((trainer) => Effect.gen(function*() {
      yield* trainer.weights.load(whole.file)
      return { last: yield* search(trainer, 4, 6), end: yield* trainer.weights.save }
    }))
    expect(resumed).toEqual({ last: whole.last, end: whole.end })
  })

  // Another number of threads cuts sums elsewhere, and so is another trainer to the log.
  it("gives losses close to those with another number of threads", async () => {
    const losses = (threads: number) => inProcess((trainer) => Effect.map(search(trainer, 1, 1), ([outcome]) => lossOf(outcome!)), { threads })
    expect(deviationOf(await losses(1), await losses(2))).toBeLessThan(1e-4)
  })

  it.each(["batch", "running"] as const)("reads a checkpoint of the embedded engine and measures the same, and the other way round (%s statistics)", async (validationStatistics) => {
    const options = { training: { validationStatistics } }
    const assignment = smallAssignment(4, { validationStatistics })
    for (const [from, to] of [[withTrainer, withTensorflow], [withTensorflow, withTrainer]] as const) {
      const begun = await from((trainer) => Effect.gen(function*() {
        for (const step of [1, 2, 3]) yield* trainer.train(smallAssignment(step, { validationStatistics }))
        return {
          file: yield* trainer.weights.save, measured: yield* trainer.measure(assignment, false), test: yield* trainer.weights.test(assignment)
        }
      }), options)
      const other = await to((trainer) => Effect.gen(function*() {
        yield* trainer.weights.load(begun.file)
        expect(yield* trainer.weights.save).toEqual(begun.file)
        return { measured: yield* trainer.measure(assignment, false), test: yield* trainer.weights.test(assignment) }
      }), options)
      expect(deviationOf(lossOf(other.measured), lossOf(begun.measured))).toBeLessThan(1e-5)
      expect(deviationOf(other.test.loss, begun.test.loss)).toBeLessThan(1e-5)
      expect(other.test.accuracy).toBe(begun.test.accuracy)
    }
  })

  it("moves weights, momenta and running statistics as the embedded engine does", async () => {
    const training = { validationStatistics: "running", imagesPerTraining: 8, learningRate: 0.01 } as const
    const end = (on: typeof withTrainer) => on((trainer) => Effect.gen(function*() {
      for (const step of [1, 2]) yield* trainer.train(smallAssignment(step, training))
      return tensorsOf(yield* trainer.weights.save)
    }), { training })
    const [theirs, ours] = [await end(withTrainer), await end(withTensorflow)]
    expect([...ours.keys()]).toEqual([...theirs.keys()])
    expect([...ours.keys()].some((name) => name.startsWith("running/"))).toBe(true)
    for (const [name, { data }] of ours) expect(deviation(data, theirs.get(name)!.data), name).toBeLessThan(name.startsWith("momentum/") ? 1e-3 : 1e-5)
  })

  it("measures an architecture with the batch's statistics and with running ones in turn, as the embedded engine does", async () => {
    const losses = (on: typeof withTrainer) => on((trainer) => Effect.forEach(["batch", "running", "batch"] as const, (validationStatistics) =>
      Effect.map(trainer.measure(smallAssignment(2, { validationStatistics }), false), lossOf)))
    const [ours, theirs] = [await losses(withTensorflow), await losses(withTrainer)]
    expect(deviation(ours, theirs)).toBeLessThan(1e-5)
    expect(deviationOf(ours[0]!, ours[1]!)).toBeGreaterThan(1e-3)
    expect(ours[2]).toBe(ours[0])
  })

  it("another draw of the same architecture has other soft weights, and another step another learning rate", async () => {
    await withTensorflow((trainer) => Effect.gen(function*() {
      const assignment = smallAssignment(2)
      const loss = (one: typeof assignment) => Effect.map(trainer.measure(one, false), lossOf)
      const first = yield* loss(assignment)
      expect(yield* loss({ ...assignment })).toBe(first)
      expect(yield* loss({ ...assignment, weights: assignment.weights.map((weight) => weight / 2) })).not.toBeCloseTo(first, 4)

      const start = yield* trainer.weights.save
      const moved = (learningRate: number) => Effect.gen(function*() {
        yield* trainer.weights.load(start)
        yield* trainer.train({ ...assignment, learningRate, training: { ...assignment.training, imagesPerTraining: 8, weightDecay: 0 } })
        const after = tensorsOf(yield* trainer.weights.save).get("classifier.weight")!.data
        return after.map((weight, i) => weight - tensorsOf(start).get("classifier.weight")!.data[i]!)
      })
      const [slow, fast] = [yield* moved(0.01), yield* moved(0.03)]
      expect(deviation(fast, slow.map((step) => 3 * step))).toBeLessThan(1e-3)
    }))
  })
})
