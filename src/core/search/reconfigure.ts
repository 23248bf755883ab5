import { samplers } from "../sampler/registry.ts"
import { architectureKey, chosenOperations } from "../architecture/architecture.ts"
import { operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { changesBetween } from "./changesBetween.ts"
import { changed, type ConfigurationChanges } from "./configurationChanges.ts"
import type { DataOf } from "./event.ts"
import { fitAnew } from "./learn.ts"
import { within } from "./memory.ts"
import type { Search } from "./state.ts"

/** Options whose change would leave the trained weights without a meaning: other tensors, other halves of the data. */
const shapesTheWeights = ["channels", "layers", "images", "validationStatistics"] as const

/** Why a search that is under way cannot take these changes; null where it can. */
export const objection = (search: Search, changes: ConfigurationChanges): string | null => {
  const now = search.setting.configuration
  const next = changed(now, changes)
  if (next.warmUp !== now.warmUp) {
    if (search.drawn > 0 && search.measured >= now.warmUp) {
      return `its warm-up of ${now.warmUp} architectures is finished and cannot become ${next.warmUp}; fork it at 0`
    }
    if (next.warmUp < search.drawn) {
      return `${search.drawn} architectures were drawn for its warm-up already, more than ${next.warmUp}; fork it at 0`
    }
  }
  const fixed = shapesTheWeights.find((option) => next.training[option] !== now.training[option])
  if (fixed !== undefined && search.drawn > 0) {
    return `training.${fixed} shapes the weights, which are trained already; fork it at 0`
  }
  if (next.warmUp + next.steps < search.measured) {
    return `${search.measured} architectures are measured, more than the ${next.warmUp} + ${next.steps} asked for; `
      + `fork it at ${next.warmUp + next.steps} or before`
  }
  return null
}

/** What makes an estimator another one; other options go on with the weights that are there. */
const identity = ["name", "members", "input", "target", "hidden", "head", "rounds"] as const
const sameEstimator = (a: Search["setting"]["configuration"]["estimator"], b: typeof a): boolean =>
  identity.every((option) => a[option] === b[option]) && a.own?.digest === b.own?.digest
  && a.parts.join() === b.parts.join()

/** Architectures that may not be drawn again; from the memory where they were not kept so far. */
const seenFrom = (search: Search, repeats: "allow" | "avoid"): Search["seen"] => {
  if (repeats === "allow") return new Set()
  if (search.setting.configuration.repeats === "avoid") return search.seen
  const K = operationCount(search.setting.space)
  return new Set([...search.memory.entries, ...search.open.values()].map(({ weights }) =>
    architectureKey(chosenOperations(weights, K))))
}

/**
 * The search under other options. A new estimator starts afresh and fits the memory at once, and so does one that the
 * sampler so far had no use for; A stays.
 */
export const reconfigure = (environment: Environment, search: Search, data: DataOf<"reconfigured">): Search => {
  const configuration = changed(search.setting.configuration, data.configuration)
  const nothing = Object.keys(changesBetween(search.setting.configuration, configuration)).length === 0
    && data.trainer === undefined && data.core === undefined
  if (nothing || objection(search, data.configuration) !== null) return search
  const next: Search = {
    ...search,
    setting: {
      ...search.setting,
      configuration,
      trainer: data.trainer ?? search.setting.trainer,
      core: data.core ?? search.setting.core
    },
    memory: { ...search.memory, entries: within(search.memory.entries, configuration.memory) },
    seen: seenFrom(search, configuration.repeats)
  }
  const before = search.setting.configuration
  const begins = samplers[configuration.sampler].fits && !samplers[before.sampler].fits
  return sameEstimator(before.estimator, configuration.estimator) && !begins ? next : fitAnew(environment, next)
}
