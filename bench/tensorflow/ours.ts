import * as Effect from "effect/Effect"
import { begun, engineSystem } from "../engine/ours.ts"
import type { System } from "../engine/system.ts"
import { work } from "../engine/work.ts"
import { tensorflowEngine } from "../../src/effects/trainer/tensorflow/tensorflowEngine.ts"
import { type Installation, installation } from "../../src/effects/trainer/tensorflow/installation.ts"
import { openSession } from "../../src/effects/trainer/tensorflow/session/session.ts"
import { WrongOption } from "../wrongOption.ts"

/** TensorFlow for the processor; gives up with the command that brings it where it is not there. */
export const installed = (found: Installation | string = installation("cpu")): Installation => {
  if (typeof found === "string") throw new WrongOption(found)
  return found
}

/** TensorFlow's process, until the scope ends. */
export const processorSession = (threads: number) => openSession(installed(), { device: { type: "cpu" }, threads })

/** The super-network with its initial weights in TensorFlow, until the scope ends. */
const openNetwork = Effect.fnUntraced(function*(threads: number) {
  const engine = yield* tensorflowEngine(yield* processorSession(threads), { shape: work, batch: work.batch }, threads)
  yield* begun(engine)
  return engine
})

export const ours = (threads: number): Promise<System> => engineSystem("pvll tensorflow", openNetwork(threads))
