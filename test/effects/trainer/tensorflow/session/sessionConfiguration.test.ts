import * as Effect from "effect/Effect"
import Pbf from "pbf"
import { describe, expect, it } from "vitest"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { sessionConfiguration } from "../../../../../src/effects/trainer/tensorflow/session/sessionConfiguration.ts"
import { search } from "../../superNetwork/trainerBehaviour.ts"
import { withSession } from "../engine/smallTensorflow.ts"
import { fakePackage } from "./fakePackage.ts"
import { describeTensorflow, heldSession, installed, onCpu } from "./heldSession.ts"

type Fields = ReadonlyMap<number, number | Fields>

/** The numbers of a message by field; `messages` says which field is a message itself, which of that one, and so on. */
const fieldsOf = (bytes: Uint8Array, messages: readonly number[]): Fields => {
  const fields = new Map<number, number | Fields>()
  const pbf = new Pbf(bytes)
  pbf.readFields((tag) => {
    fields.set(tag, tag === messages[0] ? fieldsOf(pbf.readBytes(), messages.slice(1)) : pbf.readVarint())
  }, null)
  return fields
}

// ConfigProto: 7 allow_soft_placement, 10 graph_options; GraphOptions: 10 rewrite_options.
const withRewriter = (rewriter: Fields): Fields =>
  new Map<number, number | Fields>([[7, 1], [10, new Map<number, number | Fields>([[10, rewriter]])]])

const onGpu = { type: "gpu", number: 0 } as const

describe("what a session is told (numbers of config.proto and rewriter_config.proto)", () => {
  it("on the processor is to run graphs as they are written", () => {
    // 19 disable_meta_optimizer
    expect(fieldsOf(sessionConfiguration({ type: "cpu" }), [10, 10])).toEqual(withRewriter(new Map([[19, 1]])))
  })

  it("on a GPU is to turn maps channels-first once, and to change nothing else", () => {
    // 1 layout_optimizer ON, 4 memory_optimization NO_MEM_OPT, 12 meta_optimizer_iterations ONE, all others OFF
    const others = [3, 7, 8, 9, 10, 11, 13, 14, 15, 18, 22, 23, 24, 28].map((field) => [field, 2] as const)
    expect(fieldsOf(sessionConfiguration(onGpu), [10, 10]))
      .toEqual(withRewriter(new Map([[1, 1], [4, 1], [12, 1], ...others])))
  })
})

describeTensorflow("the configuration for a GPU, on the processor", () => {
  const session = heldSession()

  it("is one that TensorFlow takes, and losses are the same with it", async () => {
    const told = fakePackage("told", `
      process.env.PVLL_TENSORFLOW_SESSION = "${Buffer.from(sessionConfiguration(onGpu)).toString("hex")}"
      module.exports = require(${JSON.stringify(installed().packageFolder)})
    `)
    const losses = (own: typeof session) => withSession(own)((trainer) => search(trainer, 1, 2))
    const expected = await losses(session)
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const own = yield* openSession({ packageFolder: told, variant: "cpu" }, onCpu)
      expect(yield* Effect.promise(() => losses(() => own))).toEqual(expected)
    })))
  })
})
