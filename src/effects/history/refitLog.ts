import * as Effect from "effect/Effect"
import * as Either from "fp-ts/lib/Either.js"
import { estimatorFor } from "../../core/estimator/registry.ts"
import type { History } from "../../core/history/history.ts"
import { oneStepAhead, stepsAhead } from "../../core/history/oneStepAhead.ts"
import { type Candidate, foldPredictions, refitPlan, type RefitPlan, refitReport, type RefitReport } from "../../core/history/refit.ts"
import type { Configuration } from "../../core/search/configuration.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import type { Setting } from "../../core/search/state.ts"
import { environment } from "../environment.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { readHistory } from "./readHistory.ts"
import { RefitError } from "./RefitError.ts"

export type EstimatorName = Configuration["estimator"]["name"]

export interface RefitRequest {
  readonly estimators: readonly EstimatorName[]
  /** changes to the log's own options; `memory` does not count here */
  readonly changes: ConfigurationChanges
  /** only the last so many measured architectures; null: all */
  readonly memory: number | null
  /** parts of the cross-validation */
  readonly folds: number
  /** told after every fit of the cross-validation and every step ahead */
  readonly report: (done: number, total: number, estimator: string) => void
}

/** What an estimator is worth on one log. */
export interface RefitResult extends RefitReport {
  /** mean squared error of predicting each architecture from those before it, as in the search; null where too few are measured */
  readonly oneStepAhead: number | null
  /** wall time of the cross-validation's fits */
  readonly seconds: number
}

/** Linear estimators read the chosen operations, the LSTM reads H as it was drawn. */
const candidate = (name: EstimatorName, setting: Setting): Candidate => {
  const configuration = { ...setting.configuration.estimator, name }
  return {
    name,
    estimator: estimatorFor(environment(), setting.space, setting.seed, configuration),
    warmUpPasses: configuration.warmUpPasses,
    passes: configuration.passes,
    stopTau: configuration.stopTau,
    inputs: name === "lstm" ? "soft" : "one-hot"
  }
}

/** Gives way to signals and to drawing between two fits, which are long computations. */
const fits = Effect.fnUntraced(function*(plan: RefitPlan, candidate: Candidate, step: () => void): Effect.fn.Return<RefitResult> {
  const predictions: Float64Array[] = []
  let seconds = 0
  for (let fold = 0; fold < plan.folds.length; fold++) {
    const from = performance.now()
    predictions.push(foldPredictions(plan, candidate, fold))
    seconds += (performance.now() - from) / 1000
    step()
    yield* Effect.yieldNow
  }
  let squared = 0
  let count = 0
  for (const error of oneStepAhead(plan, candidate)) {
    squared += error
    count += 1
    step()
    yield* Effect.yieldNow
  }
  return { ...refitReport(plan, candidate, predictions), oneStepAhead: count === 0 ? null : squared / count, seconds }
})

const planFor = (history: History, log: string, { changes, memory, folds }: RefitRequest) => {
  if (history.setting === null) return Effect.fail(new RefitError({ message: `${log} holds no search yet` }))
  const setting = { ...history.setting, configuration: changed(history.setting.configuration, changes) }
  const { weighting, weightFloor } = setting.configuration
  const plan = refitPlan(history, { weighting, weightFloor, memory, folds, seed: setting.seed })
  return Either.isLeft(plan)
    ? Effect.fail(new RefitError({ message: `${log}: ${plan.left}` }))
    : Effect.succeed({ setting, plan: plan.right })
}

/**
 * Fits estimators again to what a log measured and compares what each predicts of architectures that it was not
 * fitted to. Reads the log alone; no network is trained.
 */
export const refitLog = Effect.fnUntraced(
  function*(log: string, request: RefitRequest): Effect.fn.Return<readonly RefitResult[], LogReadError | RefitError> {
    const history = yield* readHistory(log, { weights: true })
    const { setting, plan } = yield* planFor(history, log, request)
    const total = request.estimators.length * (plan.folds.length + stepsAhead(plan))
    let done = 0
    return yield* Effect.forEach(request.estimators, (name) =>
      fits(plan, candidate(name, setting), () => request.report(++done, total, name)))
  }
)
