import { chosenOperations } from "../architecture/architecture.ts"
import { edgeCount, operationCount } from "../architecture/space.ts"
import type { LoggedEvent } from "../log/loggedEvent.ts"
import { changed } from "../search/configurationChanges.ts"
import { type DataOf, type Fact, isFact } from "../search/event.ts"
import type { Setting } from "../search/state.ts"
import type { Happening, History, HistoryOptions, HistoryStep, Reconfiguration, Remeasurement } from "./history.ts"

/** A history that grows: `add` takes constant time, `now` copies the lists, so that what it gave never changes. */
export interface GrowingHistory {
  add(event: LoggedEvent): void
  now(): History
}

/** An architecture just drawn, or null where its weights do not fit the space. */
const drawnStep = (
  { space }: Setting,
  { step, phase, architecture, weights }: DataOf<"sampled">,
  keepWeights: boolean
): HistoryStep | null =>
  weights.length !== edgeCount(space) * operationCount(space) ? null : {
    step,
    phase,
    architecture,
    choice: chosenOperations(weights, operationCount(space)),
    weights: keepWeights ? weights : null,
    outcome: "open",
    loss: null,
    accuracy: null,
    reason: null,
    learned: null
  }

const reconfigured = (setting: Setting, { configuration, trainer, core }: DataOf<"reconfigured">): Setting => ({
  ...setting,
  configuration: changed(setting.configuration, configuration),
  trainer: trainer ?? setting.trainer,
  core: core ?? setting.core
})

/**
 * A history to be fed event by event, as `show --follow` and diff do. Facts that do not fit what came before (an
 * outcome of an architecture that was never drawn) change nothing, as in `evolve`.
 */
export const growingHistory = (options: HistoryOptions): GrowingHistory => {
  let setting: Setting | null = null
  let drawn = 0
  const steps: HistoryStep[] = []
  const open = new Map<number, HistoryStep>()
  /** where in `steps` the outcomes stand from which nothing was learned yet */
  const unlearned = new Map<number, number>()
  const reconfigurations: Reconfiguration[] = []
  const remeasurements: Remeasurement[] = []
  const happenings: Happening[] = []
  let fingerprint: string | null = null
  let events = 0
  let lastId = ""
  let lastAt = ""

  const draw = (setting: Setting, data: DataOf<"sampled">): void => {
    const step = data.step === drawn + 1 ? drawnStep(setting, data, options.weights) : null
    if (step === null) return
    drawn = step.step
    open.set(drawn, step)
  }

  const conclude = (step: number, outcome: Partial<HistoryStep>): void => {
    const drawn = open.get(step)
    if (drawn === undefined) return
    open.delete(step)
    unlearned.set(step, steps.length)
    steps.push({ ...drawn, ...outcome })
  }

  const learn = ({ step, ...learned }: DataOf<"learned">): void => {
    const index = unlearned.get(step)
    if (index === undefined) return
    unlearned.delete(step)
    steps[index] = { ...steps[index], learned }
    fingerprint = learned.fingerprint
  }

  const addFact = (fact: Fact, seq: number): void => {
    if (fact.type === "configured") setting ??= fact.data
    if (setting === null) return
    switch (fact.type) {
      case "sampled":
        return draw(setting, fact.data)
      case "measured":
        return conclude(fact.data.step, { outcome: "measured", loss: fact.data.loss, accuracy: fact.data.accuracy ?? null })
      case "diverged":
        return conclude(fact.data.step, { outcome: "diverged" })
      case "failed":
        return conclude(fact.data.step, { outcome: "failed", reason: fact.data.reason })
      case "learned":
        return learn(fact.data)
      case "remeasured":
        remeasurements.push(fact.data)
        return
      case "reconfigured":
        setting = reconfigured(setting, fact.data)
        reconfigurations.push({ seq, steps: steps.length, changes: fact.data })
    }
  }

  const isFinished = (): boolean =>
    setting !== null && unlearned.size === 0 && steps.length >= setting.configuration.warmUp + setting.configuration.steps

  return {
    add: ({ seq, at, id, event }) => {
      if (isFact(event)) addFact(event, seq)
      else happenings.push({ seq, at, event })
      events += 1
      lastId = id
      lastAt = at
    },
    now: () => ({
      setting,
      steps: steps.slice(),
      open: [...open.values()],
      reconfigurations: reconfigurations.slice(),
      remeasurements: remeasurements.slice(),
      happenings: happenings.slice(),
      fingerprint,
      finished: isFinished(),
      events,
      lastId,
      lastAt
    })
  }
}
