import { paperConfiguration } from "../../../../src/core/search/configuration.ts"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import { measuredTable } from "../../../../src/effects/trainer/table/measuredTable.ts"
import { nb201Table } from "../../../../src/effects/trainer/table/nb201Table.ts"
import { tableTrainer } from "../../../../src/effects/trainer/table/tableTrainer.ts"
import { Trainer } from "../../../../src/effects/trainer/Trainer.ts"

const assignment = (architecture: readonly number[], printed = "|none~0|") =>
  ({ step: 7, architecture, printed, weights: new Float64Array(30), training: paperConfiguration.training, learningRate: 0.025, trainings: 0 })

const table = measuredTable(nb201, { name: "mine", measure: "loss" }, ["0,0,0,0,0,0", "1,1,1,1,1,1"], {
  loss: Float64Array.of(0.5, Number.NaN)
})

describe("the table trainer", () => {
  it("trains in no time and measures what the shipped table says", async () => {
    const shipped = await Effect.runPromise(nb201Table({ data: "cifar10", measure: "valid" }))
    const outcome = await Effect.runPromise(Effect.gen(function*() {
      const trainer = yield* Trainer
      expect(trainer.identity).toEqual({ name: "table", version: "1", deterministic: true })
      expect(trainer.data).toBe(shipped.data)
      yield* trainer.train(assignment([0, 0, 0, 0, 0, 0]))
      return yield* trainer.measure(assignment([0, 0, 0, 0, 0, 0]), true)
    }).pipe(Effect.provide(tableTrainer(shipped))))
    expect(outcome).toEqual({ type: "measured", data: { step: 7, loss: 1 - 9.712 / 100, accuracy: 9.712 / 100 } })
  })

  it.each([
    ["a loss alone is a measurement", [0, 0, 0, 0, 0, 0], { type: "measured", data: { step: 7, loss: 0.5 } }],
    ["a loss of NaN is a training that diverged", [1, 1, 1, 1, 1, 1], { type: "diverged", data: { step: 7, loss: Number.NaN } }],
    ["an architecture without a row has failed", [2, 2, 2, 2, 2, 2],
      { type: "failed", data: { step: 7, reason: "the table has no measurement of |none~0|" } }]
  ])("%s", async (_, architecture, expected) => {
    const measure = Effect.gen(function*() {
      return yield* (yield* Trainer).measure(assignment(architecture), true)
    })
    expect(await Effect.runPromise(Effect.provide(measure, tableTrainer(table)))).toEqual(expected)
  })
})
