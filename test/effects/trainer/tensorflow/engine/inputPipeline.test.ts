import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { searchImages, trainingBatches } from "../../../../../src/effects/trainer/superNetwork/searchImages.ts"
import type { Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { tensorflowEngine } from "../../../../../src/effects/trainer/tensorflow/tensorflowEngine.ts"
import { smallAssignment, smallData } from "../../superNetwork/smallTrainer.ts"
import { describeTensorflow, heldSession } from "../session/heldSession.ts"

const assignment = smallAssignment(1, { batch: 7, imagesPerTraining: 59 })
const shape = { space: nasnet, channels: 4, layers: 3, classes: 3, image: { channels: 3, height: 9, width: 8 } }

/** A training batch by batch; gives what each batch gave, and the weights after it. */
const trained = (session: Session, prepares: boolean) => Effect.runPromise(Effect.gen(function*() {
  const engine = yield* tensorflowEngine(session, { shape, batch: 7 })
  yield* engine.weights.reset(1)
  const batches = [...trainingBatches(yield* searchImages(smallData, 1, null), assignment)]
  const network = yield* engine.load(assignment, "training")
  const results = []
  for (const [i, batch] of batches.entries()) results.push(yield* network.run(batch, prepares ? batches[i + 1] ?? null : null))
  return { results, weights: (yield* engine.weights.read).weights }
}))

/** The same session, each batch's place being written to before it is read. */
const overwriting = (session: Session): Session => ({
  ...session,
  ask: (request) => Effect.suspend(() => {
    for (const { values } of request.type === "run" ? request.feeds : []) {
      if (!(values instanceof Int32Array) && values.length > 7) session.shared.write(new Float32Array(1).fill(5), values.at)
    }
    return session.ask(request)
  })
})

describeTensorflow("the input pipeline", () => {
  const session = heldSession()

  it("gives the bits of one that prepares nothing, and they are those of the batches", async () => {
    const plain = await trained(session(), false)
    expect(plain.results.map(({ images }) => images)).toEqual([7, 7, 7, 7, 7, 7, 7, 7, 3])
    expect(await trained(session(), true)).toEqual(plain)
    // One pixel of a batch that is overwritten too early would be seen.
    expect((await trained(overwriting(session()), false)).results).not.toEqual(plain.results)
  })
})
