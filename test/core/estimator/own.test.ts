import { describe, expect, it } from "vitest"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import type { Environment } from "../../../src/core/environment.ts"
import type { EstimatorContext } from "../../../src/core/estimator/context.ts"
import type { Estimator, EstimatorState, Fitted, Queries, Samples } from "../../../src/core/estimator/estimator.ts"
import { EstimatorFault, own, type OwnEstimator } from "../../../src/core/estimator/own.ts"
import { estimatorFor } from "../../../src/core/estimator/registry.ts"
import { paperConfiguration } from "../../../src/core/search/configuration.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { evolve } from "../../../src/core/search/evolve.ts"
import { configured, environment, factsOf, runInMemory, smallConfiguration } from "../search/inMemory.ts"

const context: EstimatorContext = {
  environment, space: nb201, edges: 6, operations: 5, seed: 1, configuration: paperConfiguration.estimator, lane: 0
}
const size = 30

const samples = (count: number, firstStep = 1): Samples => ({
  count,
  inputs: new Float64Array(count * size).fill(0.2),
  steps: Float64Array.from({ length: count }, (_, i) => firstStep + i),
  losses: Float64Array.from({ length: count }, (_, i) => 0.1 * i),
  weights: new Float64Array(count).fill(1)
})

/** An estimator that does nothing wrong, with some of its functions in another form. */
const estimator = (changes: Partial<Record<keyof Estimator<EstimatorState>, unknown>> = {}): OwnEstimator => () => ({
  name: "mine",
  init: () => ({ level: 0 }),
  fit: (_: EstimatorState, { losses }: Samples): Fitted<EstimatorState> => ({ state: { level: losses.at(-1)! }, passes: 1, tau: 0.5 }),
  predict: (state: EstimatorState, { count }: Queries) => new Float64Array(count).fill(state["level"] as number),
  deviation: null,
  gradient: (_: EstimatorState, { count }: Queries) => new Float64Array(count * size).fill(1),
  ...changes
}) as Estimator<EstimatorState>

const watched = (changes?: Parameters<typeof estimator>[0]) => own(estimator(changes), "mine.ts")(context)

/** The sentence of the fault that a computation ends with. */
const faultOf = (compute: () => unknown): string => {
  try {
    compute()
  } catch (error) {
    if (error instanceof EstimatorFault) return error.message
    throw error
  }
  throw new Error("no fault")
}

describe("a user's own estimator", () => {
  it("is what it says: its answers pass through", () => {
    const { fit, predict, gradient, deviation, init } = watched()
    const fitted = fit(init(), samples(3), 10, null)
    expect(fitted).toEqual({ state: { level: 0.2 }, passes: 1, tau: 0.5 })
    expect(predict(fitted.state, samples(2))).toEqual(Float64Array.of(0.2, 0.2))
    expect(gradient!(fitted.state, samples(2))).toEqual(new Float64Array(60).fill(1))
    expect(deviation).toBeNull()
  })

  it.each<[string, () => unknown, string]>([
    ["predicts NaN", () => watched({ predict: () => Float64Array.of(1, Number.NaN) }).predict({}, samples(2, 7)),
      "mine.ts: predict for steps 7 to 8 returned NaN as number 2 of 2"],
    ["predicts infinity", () => watched({ predict: () => Float64Array.of(-Infinity) }).predict({}, samples(1, 7)),
      "mine.ts: predict for step 7 returned -Infinity as number 1 of 1"],
    ["predicts too few", () => watched({ predict: () => new Float64Array(1) }).predict({}, samples(2)),
      "mine.ts: predict for steps 1 to 2 returned 1 number in place of 2"],
    ["predicts a plain list", () => watched({ predict: () => [1, 2] }).predict({}, samples(2)),
      "mine.ts: predict for steps 1 to 2 returned an Array in place of a Float64Array"],
    ["predicts nothing", () => watched({ predict: () => undefined }).predict({}, samples(1)),
      "mine.ts: predict for step 1 returned undefined in place of a Float64Array"],
    ["has a gradient of another shape", () => watched({ gradient: () => new Float64Array(30) }).gradient!({}, samples(2)),
      "mine.ts: gradient for steps 1 to 2 returned 30 numbers in place of 60"],
    ["has a gradient that is not finite", () => watched({ gradient: () => new Float64Array(30).fill(Number.NaN) }).gradient!({}, samples(1)),
      "mine.ts: gradient for step 1 returned NaN as number 1 of 30"],
    ["is surer than sure", () => watched({ deviation: () => Float64Array.of(-1) }).deviation!({}, samples(1)),
      "mine.ts: deviation for step 1 returned the deviation -1, below 0, as number 1 of 1"],
    ["fits no state", () => watched({ fit: () => ({ state: null, passes: 1, tau: null }) }).fit({}, samples(3), 1, null),
      "mine.ts: fit on 3 architectures up to step 3 returned null in place of a state of Float64Arrays and numbers"],
    ["keeps a list in its state", () => watched({ fit: () => ({ state: { a: 1, seen: [] }, passes: 1, tau: null }) }).fit({}, samples(3), 1, null),
      "mine.ts: fit on 3 architectures up to step 3 returned a state whose seen is an Array, neither a Float64Array nor a number"],
    ["makes half a pass", () => watched({ fit: () => ({ state: {}, passes: 0.5, tau: null }) }).fit({}, samples(1), 1, null),
      "mine.ts: fit on 1 architecture up to step 1 returned passes = 0.5, which is no whole number from 0 on"],
    ["begins with text", () => watched({ init: () => ({ level: "low" }) }).init(),
      "mine.ts: init returned a state whose level is low, neither a Float64Array nor a number"],
    ["has no fit", () => watched({ fit: 3 }), "mine.ts: its default export returned an estimator without the function fit"],
    ["has a gradient that is no function", () => watched({ gradient: 3 }),
      "mine.ts: its default export returned an estimator whose gradient is 3, neither a function nor null"],
    ["is not there", () => own((() => null) as unknown as OwnEstimator, "mine.ts")(context), "mine.ts: its default export returned null in place of an estimator"]
  ])("that %s is a fault in one sentence", (_, compute, sentence) => {
    expect(faultOf(compute)).toBe(sentence)
  })

  it("that throws is a fault that says what and where it threw", () => {
    const thrower = watched({ predict: () => { throw new RangeError("too far\nreally") } })
    expect(faultOf(() => thrower.predict({}, samples(1, 4)))).toMatch(/^mine\.ts: predict for step 4 threw RangeError: too far$/)
  })

  it("may change what it is given to fit without harm", () => {
    const spoiling = watched({
      fit: (state: { level: Float64Array }, { losses, inputs, weights, steps }: Samples) => {
        for (const array of [state.level, losses, inputs, weights, steps]) array.fill(-1)
        return { state, passes: 1, tau: null }
      }
    })
    const [state, given] = [{ level: Float64Array.of(5) }, samples(2)]
    const { state: fitted } = spoiling.fit(state, given, 1, null)
    expect([state, given]).toEqual([{ level: Float64Array.of(5) }, samples(2)])
    expect(fitted).toEqual({ level: Float64Array.of(-1) })
  })

  it("whose tau is not finite has none", () => {
    expect(watched({ fit: () => ({ state: {}, passes: 1, tau: Number.NaN }) }).fit({}, samples(1), 1, null).tau).toBeNull()
  })
})

describe("a search with a user's own estimator", () => {
  const digest = "a".repeat(64)
  const machine = (make: OwnEstimator): Environment => ({ ...environment, own: new Map([[digest, make]]) })
  const configuration = changed(smallConfiguration, { estimator: { name: "own", own: { file: "mine.ts", digest, commit: null } } })
  const run = (make: OwnEstimator) => runInMemory([configured(configuration)], undefined, undefined, machine(make))

  it("fits it and moves A along its gradient", () => {
    const { state, facts } = run(estimator())
    expect(state?.measured).toBe(9)
    expect(factsOf(facts, "learned").slice(4).map(({ passes, tau }) => [passes, tau])).toEqual(Array.from({ length: 5 }, () => [1, 0.5]))
    const still = run(estimator({ gradient: () => new Float64Array(size) }))
    expect(state?.architectureParameters).not.toEqual(still.state?.architectureParameters)
  })

  it("keeps its state where a fit ends in numbers that are not finite", () => {
    const wild = run(estimator({
      fit: (_: EstimatorState, { count }: Samples) => ({ state: { level: count > 5 ? Number.NaN : count }, passes: 1, tau: null })
    }))
    expect(wild.state?.estimator).toEqual({ level: 5 })
  })

  it("is a fault where it predicts NaN, with all facts before it as they were", () => {
    const { facts } = run(estimator())
    const late = machine(estimator({ gradient: (_: EstimatorState, { count, steps }: Queries) => new Float64Array(count * size).fill(steps[0] > 6 ? Number.NaN : 1) }))
    const states: unknown[] = []
    const folded = () => facts.reduce((state, fact: Fact) => {
      const next = evolve(late)(state, fact)
      states.push(next)
      return next
    }, null as ReturnType<ReturnType<typeof evolve>>)
    expect(faultOf(folded)).toBe("mine.ts: gradient for step 7 returned NaN as number 1 of 30")
    expect(facts[states.length]).toMatchObject({ type: "measured", data: { step: 7 } })
  })

  it("is an ensemble of it where there are members, each with a lane of its own", () => {
    const make: OwnEstimator = ({ lane }) => estimator({ predict: (_: EstimatorState, { count }: Queries) => new Float64Array(count).fill(lane) })(context)
    const members = estimatorFor(machine(make), nb201, 1, { ...configuration.estimator, members: 3 })
    expect(members.predict(members.init(), samples(1))).toEqual(Float64Array.of(1))
    expect(members.deviation!(members.init(), samples(1))[0]).toBeCloseTo(Math.sqrt(2 / 3), 12)
  })

  it("cannot begin where its code is not at hand", () => {
    expect(faultOf(() => evolve(environment)(null, configured(configuration)))).toMatch(/^mine\.ts: the code of digest a{12}\.\.\. is not at hand; give its file with --estimator FILE$/)
  })
})
