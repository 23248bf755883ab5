import fc from "fast-check"
import { expect, test } from "vitest"
import { chosenOperations, weightsOn } from "../../../src/core/architecture/architecture.ts"

test("the operations that weights stand on are the chosen ones, whatever the weight", () => {
  const architectures = fc.array(fc.nat(4), { maxLength: 9 })
  fc.assert(fc.property(architectures, fc.double({ min: 1e-9, max: 1, noNaN: true }), (architecture, weight) => {
    const weights = weightsOn(architecture, 5, weight)
    expect(chosenOperations(weights, 5)).toEqual(architecture)
    expect(weights.filter((w) => w !== 0)).toEqual(new Float64Array(architecture.length).fill(weight))
  }))
})
