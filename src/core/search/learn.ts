import type { Environment } from "../environment.ts"
import { type Estimator, type EstimatorState, type Fitted, isFiniteState } from "../estimator/estimator.ts"
import { operationCount } from "../architecture/space.ts"
import { queriesOf } from "../estimator/input.ts"
import { estimatorFor } from "../estimator/registry.ts"
import { samplers } from "../sampler/registry.ts"
import { begunAgain } from "./beginAgain.ts"
import { fingerprint } from "./fingerprint.ts"
import { digestOutcome, type OutcomeFact, remember, samplesOf } from "./memory.ts"
import type { OpenSample, Search } from "./state.ts"

type Learned = { readonly search: Search; readonly passes: number; readonly tau: number | null }

/** p_t of Eq. 8: how far psi, as it is now, sees H_t from H_{t-1}, the newest one in the memory; 1 where there is none. */
const distance = (search: Search, psi: Estimator<EstimatorState>, { step, weights: H }: OpenSample): number => {
  const previous = search.memory.entries.at(-1)
  if (previous === undefined) return 1
  const { space, configuration } = search.setting
  const queries = queriesOf([H, previous.weights], configuration.estimator.input, operationCount(space), step)
  const [now, before] = psi.predict(search.estimator, queries)
  return Math.abs(now! - before!)
}

/** A fit that ends in numbers that are not finite would never recover: then psi stays as it was (our choice). */
const keptIfFinite = (before: EstimatorState, fitted: Fitted<EstimatorState>): Fitted<EstimatorState> =>
  isFiniteState(fitted.state) ? fitted : { state: before, passes: fitted.passes, tau: null }

/** Algorithm 1, line 11 (all passes) and line 17 (until tau is high enough): fit psi on the memory. */
const refit = (search: Search, psi: Estimator<EstimatorState>): Learned => {
  const { configuration } = search.setting
  const { warmUpPasses, passes, stopTau } = configuration.estimator
  const samples = samplesOf(search.memory.entries, configuration, operationCount(search.setting.space))
  const fitted = search.measured === configuration.warmUp
    ? psi.fit(search.estimator, samples, warmUpPasses, null)
    : psi.fit(search.estimator, samples, passes, stopTau)
  const { state, passes: made, tau } = keptIfFinite(search.estimator, fitted)
  return { search: { ...search, estimator: state }, passes: made, tau }
}

/** Algorithm 1, lines 9 and 16: the pair (H, L) enters the memory. */
const memorise = (search: Search, psi: Estimator<EstimatorState>, sample: OpenSample, loss: number): Search => {
  const { warmUp, sampler, memory: limit } = search.setting.configuration
  const entry = {
    step: sample.step,
    weights: sample.weights,
    loss,
    distance: sample.step <= warmUp || !samplers[sampler].fits ? 1 : distance(search, psi, sample)
  }
  return {
    ...search,
    memory: { ...search.memory, entries: remember(search.memory.entries, entry, limit) }
  }
}

/** psi fitted to the memory as it stands: after a fork brought in a new estimator. */
export const fitAnew = (environment: Environment, search: Search): Search => {
  const { space, seed, configuration } = search.setting
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  const samples = samplesOf(search.memory.entries, configuration, operationCount(space))
  const fresh = psi.init()
  const fitted = search.measured >= configuration.warmUp && samples.count > 0
    ? keptIfFinite(fresh, psi.fit(fresh, samples, configuration.estimator.warmUpPasses, null)).state
    : fresh
  return { ...search, estimator: fitted }
}

/** Outcomes of search steps since the lowest loss so far. */
const stagnationAfter = ({ setting, outcomes, stagnation }: Search, sample: OpenSample, loss: number | null): number => {
  const isBetter = loss !== null && outcomes.every((outcome) => outcome.loss === null || loss < outcome.loss)
  return isBetter || sample.step <= setting.configuration.warmUp ? 0 : stagnation + 1
}

/** The outcome counts, whatever it is. */
const counted = (environment: Environment, search: Search, sample: OpenSample, fact: OutcomeFact): Search => {
  const loss = fact.type === "measured" ? fact.data.loss : null
  const open = new Map(search.open)
  open.delete(sample.step)
  return {
    ...search,
    open,
    measured: search.measured + 1,
    memory: { ...search.memory, digest: digestOutcome(environment.sha256, search.memory.digest, fact, sample.weights) },
    outcomes: [...search.outcomes, { step: sample.step, architecture: sample.architecture, loss }],
    stagnation: stagnationAfter(search, sample, loss)
  }
}

/**
 * What follows from an outcome: the memory grows, psi is fitted and A moves, once the warm-up population is complete.
 * An outcome without a loss (diverged, failed) teaches nothing, but counts as a step.
 */
export const learn = (environment: Environment, search: Search, sample: OpenSample, fact: OutcomeFact): Search => {
  const { space, seed, configuration } = search.setting
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  const sampler = samplers[configuration.sampler]
  const outcome = counted(environment, search, sample, fact)

  const remembered = fact.type === "measured" ? memorise(outcome, psi, sample, fact.data.loss) : outcome
  const due = outcome.measured === configuration.warmUp
    || (outcome.measured > configuration.warmUp && fact.type === "measured")
  const fitted: Learned = due && sampler.fits && remembered.memory.entries.length > 0
    ? refit(remembered, psi)
    : { search: remembered, passes: 0, tau: null }
  const moves = due && sample.step > configuration.warmUp && fact.type === "measured" && sampler.move !== null
  const moved = moves
    ? { ...fitted.search, ...sampler.move(environment, fitted.search, sample, fact.data.loss) }
    : fitted.search
  const next = begunAgain(moved)

  const owed = {
    step: sample.step,
    fingerprint: fingerprint(environment.sha256, next),
    passes: fitted.passes,
    tau: fitted.tau
  }
  return { ...next, owed }
}
