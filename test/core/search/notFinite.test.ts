import { describe, expect, it } from "vitest"
import { CheckedSpace } from "../../../src/core/architecture/checkedSpace.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"
import { evolve } from "../../../src/core/search/evolve.ts"
import { configured, environment, runInMemory, smallConfiguration } from "./inMemory.ts"

const small = (changes: { readonly psi?: number; readonly A?: number }): Configuration => ({
  ...smallConfiguration,
  estimator: { ...smallConfiguration.estimator, learningRate: changes.psi ?? 0.1 },
  architectureStep: { ...smallConfiguration.architectureStep, learningRate: changes.A ?? 0.1 }
})

const isFinite = (numbers: Float64Array | undefined) => numbers?.every(Number.isFinite)

describe("numbers that are not finite", () => {
  it("never enter A: a step that would lead to them is not made", () => {
    const { state } = runInMemory([configured(small({ A: 1e308 }))])
    expect(isFinite(state?.architectureParameters)).toBe(true)
    expect(state?.measured).toBe(9)
  })

  it("never enter psi: a fit that ends in them leaves it as it was", () => {
    const { state } = runInMemory([configured(small({ psi: 1e308 }))])
    expect(isFinite(state?.estimator["weights"] as Float64Array)).toBe(true)
    expect(isFinite(state?.architectureParameters)).toBe(true)
  })
})

describe("a fork to a new estimator", () => {
  it("whose first fit ends in numbers that are not finite begins with the unfitted one", () => {
    const { state } = runInMemory([configured()])
    const fork = evolve(environment)(state, {
      type: "reconfigured",
      data: { configuration: { estimator: { head: "affine", learningRate: 1e308 } } }
    })
    expect(isFinite(fork?.estimator["weights"] as Float64Array)).toBe(true)
    expect(fork?.estimator["fits"]).toBe(0)
  })
})

describe("a step of A", () => {
  it("differentiates at the temperature of Eq. 4 unless it has one of its own", () => {
    const at = (temperature: number, own: number | null) => runInMemory([configured({
      ...smallConfiguration,
      temperature,
      architectureStep: { ...smallConfiguration.architectureStep, temperature: own }
    })]).state?.architectureParameters
    expect(at(0.5, null)).toEqual(at(0.5, 0.5))
    expect(at(0.5, null)).not.toEqual(at(0.5, 0.1))
  })
})

describe("a configuration", () => {
  it.each([
    ["estimator", { hidden: 1_000_000_000 }],
    ["estimator", { passes: 100_000_001 }],
    ["architectureStep", { noises: 5_000_000_000 }],
    ["architectureStep", { updates: 1_000_000 }]
  ] as const)("refuses a size of %s that no machine can compute: %o", (part, change) => {
    expect(Configuration.is({ ...paperConfiguration, [part]: { ...paperConfiguration[part], ...change } })).toBe(false)
    expect(Configuration.is(paperConfiguration)).toBe(true)
  })
})

describe("a space in a log", () => {
  it("with an impossible edge is not decoded", () => {
    const [cell] = nb201.cells
    const impossible = { ...nb201, cells: [{ ...cell!, edges: [...cell!.edges, { from: 0, to: 7 }] }] }
    expect(CheckedSpace.decode(impossible)._tag).toBe("Left")
    expect(CheckedSpace.decode(nb201)._tag).toBe("Right")
  })
})

describe("a reconfiguration that changes nothing", () => {
  it("gives back the same state", () => {
    const { state } = runInMemory([configured()])
    expect(evolve(environment)(state, { type: "reconfigured", data: { configuration: {} } })).toBe(state)
    expect(evolve(environment)(state, { type: "reconfigured", data: { configuration: { order: 2 } } })).toBe(state)
  })
})
