import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { chosenOperations } from "../../../src/core/architecture/architecture.ts"
import { best } from "../../../src/core/history/best.ts"
import { growingHistory } from "../../../src/core/history/growingHistory.ts"
import { history } from "../../../src/core/history/history.ts"
import { trajectory } from "../../../src/core/history/trajectory.ts"
import type { LoggedEvent } from "../../../src/core/log/loggedEvent.ts"
import {
  configured, forked, learned, logged, lossOf, measured, printed, reconfigured, sampled, search, searchSteps, started, stopped,
  tinySetting, trained, weightsOf
} from "./logs.ts"

describe("the history of a log", () => {
  it("is empty before the first event", () => {
    expect(history([])).toEqual({
      setting: null, steps: [], open: [], reconfigurations: [], remeasurements: [], happenings: [],
      fingerprint: null, finished: false, events: 0, lastId: "", lastAt: ""
    })
  })

  it("knows what was asked, drawn, measured and learned", () => {
    const log = logged([search()[0], started, ...search().slice(1), stopped])
    const { setting, steps, happenings, finished, fingerprint, events, lastId, lastAt } = history(log)
    expect(setting).toEqual(tinySetting)
    expect(steps.map(({ step, phase }) => [step, phase])).toEqual([
      [1, "warm-up"], [2, "warm-up"], [3, "search"], [4, "search"], [5, "search"]
    ])
    expect(steps[2]).toEqual({
      step: 3, phase: "search", architecture: printed(weightsOf(3)), choice: chosenOperations(weightsOf(3), 2),
      weights: weightsOf(3), outcome: "measured", loss: lossOf(3), accuracy: null, reason: null,
      learned: { fingerprint: "fingerprint-3", passes: 5, tau: 0.9 }
    })
    expect(happenings.map(({ event }) => event.type)).toEqual(["started", "stopped"])
    expect(finished).toBe(true)
    expect(fingerprint).toBe("fingerprint-5")
    expect([events, lastId, lastAt]).toEqual([log.length, log.at(-1)?.id, log.at(-1)?.at])
  })

  it("leaves out the weights where they are not wanted, but keeps the choices", () => {
    const { steps } = history(logged(search()), { weights: false })
    expect(steps.every(({ weights, choice }) => weights === null && choice.length === 2)).toBe(true)
  })

  it("is not finished while the last outcome has taught nothing, or steps are missing", () => {
    expect(history(logged(search().slice(0, -1))).finished).toBe(false)
    expect(history(logged(search({}, 4))).finished).toBe(false)
    expect(history(logged([...search({}, 4), reconfigured({ steps: 2 })])).finished).toBe(true)
  })

  it("keeps drawn architectures open until their outcome comes, in whatever order", () => {
    const { steps, open } = history(logged([configured(), sampled(1), sampled(2), sampled(3), measured(2)]))
    expect(steps.map(({ step }) => step)).toEqual([2])
    expect(open.map(({ step, outcome }) => [step, outcome])).toEqual([[1, "open"], [3, "open"]])
  })

  it("counts diverged and failed trainings as steps without a loss", () => {
    const { steps, fingerprint } = history(logged([
      configured(), sampled(1), { type: "diverged", data: { step: 1, loss: NaN } }, learned(1),
      sampled(2), { type: "failed", data: { step: 2, reason: "no such cell" } }
    ]))
    expect(steps.map(({ outcome, loss, reason }) => [outcome, loss, reason])).toEqual([
      ["diverged", null, null], ["failed", null, "no such cell"]
    ])
    expect(fingerprint).toBe("fingerprint-1")
  })

  it("has the options in force now, and the changes where they came", () => {
    const changes = reconfigured({ steps: 9, estimator: { name: "ridge" } }, { core: 2 })
    const { setting, reconfigurations, happenings } = history(logged([...search({}, 3), forked("abc", 3), changes]))
    expect(setting?.configuration.steps).toBe(9)
    expect(setting?.configuration.estimator).toEqual({ ...tinySetting.configuration.estimator, name: "ridge" })
    expect(setting?.core).toBe(2)
    expect(reconfigurations).toEqual([{ seq: 13, steps: 3, changes: changes.data }])
    expect(happenings.map(({ seq, event }) => [seq, event.type])).toEqual([[12, "forked"]])
  })

  it("passes over facts that do not fit", () => {
    const facts = [configured(), sampled(1), measured(1), learned(1)]
    const odd = [measured(7), learned(7), sampled(5), configured({ seed: 9 }), measured(1, 0), trained(4)]
    const { steps, setting } = history(logged([...facts, ...odd]))
    expect(steps).toEqual(history(logged(facts)).steps)
    expect(setting?.seed).toBe(1)
    expect(history(logged([sampled(1), measured(1)])).steps).toEqual([])
    expect(history(logged([configured(), sampled(1, new Float64Array(3))])).open).toEqual([])
  })

  it("grows event by event to what it is all at once, and what it gave before never changes", () => {
    const log = logged([...search({}, 4), started, reconfigured({ steps: 7 }), ...searchSteps(5, 7), stopped])
    fc.assert(fc.property(fc.nat(log.length), (at) => {
      const growing = growingHistory({ weights: true })
      const feed = (events: readonly LoggedEvent[]) => events.forEach((event) => growing.add(event))
      feed(log.slice(0, at))
      const then = growing.now()
      expect(then).toEqual(history(log.slice(0, at)))
      feed(log.slice(at))
      expect(growing.now()).toEqual(history(log))
      expect(then).toEqual(history(log.slice(0, at)))
    }), { numRuns: 30 })
  })
})

const losses = (...values: readonly number[]) =>
  history(logged([configured(), ...values.flatMap((loss, i) => [sampled(i + 1), measured(i + 1, loss)])]))

describe("the best measured architecture", () => {
  it("has the lowest loss, and is the earliest of equals", () => {
    expect(best(losses(0.5, 0.2, 0.3, 0.2))).toEqual({ step: 2, architecture: printed(weightsOf(2)), loss: 0.2 })
  })

  it("is the earliest step of equals also where the outcomes came in another order", () => {
    const log = logged([configured(), sampled(1), sampled(2), measured(2, 0.1), measured(1, 0.1)])
    expect(best(history(log))?.step).toBe(1)
  })

  it("is null where nothing was measured", () => {
    expect(best(history(logged([configured(), sampled(1), { type: "diverged", data: { step: 1, loss: Infinity } }])))).toBeNull()
  })
})

describe("the trajectory", () => {
  it("lists the outcomes in order, null for a diverged loss, with the best so far", () => {
    const points = trajectory(history(logged([
      configured(), sampled(1), { type: "diverged", data: { step: 1, loss: NaN } },
      sampled(2), measured(2, 0.4), sampled(3), measured(3, 0.6), sampled(4), measured(4, 0.1)
    ])))
    expect(points.map(({ step, loss, best }) => [step, loss, best])).toEqual([
      [1, null, null], [2, 0.4, 0.4], [3, 0.6, 0.4], [4, 0.1, 0.1]
    ])
    expect(points[1].architecture).toBe(printed(weightsOf(2)))
  })
})
