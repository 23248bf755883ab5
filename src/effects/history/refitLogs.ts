import { availableParallelism } from "node:os"
import * as Effect from "effect/Effect"
import * as Either from "fp-ts/lib/Either.js"
import { fitKind } from "../../core/estimator/fitKind.ts"
import { aheadSamples } from "../../core/history/oneStepAhead.ts"
import { candidateConfiguration, type GridAxes, type GridPoint, refitGrid } from "../../core/history/refitGrid.ts"
import { refitPlan } from "../../core/history/refitPlan.ts"
import type { EstimatorConfiguration } from "../../core/search/configuration.ts"
import type { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { checkGrid, chosenEstimators, type EstimatorChoice, withBaseline } from "./refitCandidates.ts"
import { RefitError } from "./RefitError.ts"
import { readInputs, type RefitInput } from "./refitInput.ts"
import type { RefitReport } from "./refitReport.ts"
import { refitResults } from "./refitResults.ts"
import { runUnits } from "./refitThreads.ts"
import type { RefitUnit, RefitWork } from "./refitUnit.ts"

export interface RefitRequest {
  readonly logs: readonly string[]
  /** null or left out: the usual ones */
  readonly estimators?: readonly EstimatorChoice[] | null
  /** values of the grid; an axis that is left out has the log's own one */
  readonly axes?: Partial<GridAxes>
  /** changes to the logs' own options, for all candidates */
  readonly changes?: ConfigurationChanges
  /** parts of the cross-validation; left out: 5 */
  readonly folds?: number | undefined
  /**
   * steps between two fits one step ahead; null or left out: 1, or where an estimator learns in passes so many that about 25 fits
   * do
   */
  readonly every?: number | null
  /** k of the precision at top k; null or left out: a tenth */
  readonly top?: number | null
  /** left out: the machine's cores */
  readonly threads?: number | undefined
  /** told how many fits are made and how many there are */
  readonly report?: (done: number, total: number) => void
}

const usualFolds = 5

const noAxes: GridAxes = { memory: [], weight: [], target: [], input: [], members: [] }

/** Fits one step ahead, where each one is dear. */
const dearFits = 25

/** The shortest memory of a grid: every candidate is judged on architectures that all of them remember. */
const shortestMemory = (grid: readonly GridPoint[]): number | null => {
  const memories = grid.flatMap(({ memory }) => (typeof memory === "number" ? [memory] : []))
  return memories.length === 0 ? null : Math.min(...memories)
}

const isEmpty = ({ name, parts }: EstimatorConfiguration): boolean => name === "mixture" && parts.length === 0

const workOf = (
  { log, setting, history }: RefitInput,
  grid: readonly GridPoint[],
  { changes = {}, folds = usualFolds, every = null }: RefitRequest
): Effect.Effect<RefitWork, RefitError> => {
  const { space, seed, configuration } = setting
  const plan = refitPlan(history, { memory: shortestMemory(grid), folds, seed })
  if (Either.isLeft(plan)) return Effect.fail(new RefitError({ message: `${log}: ${plan.left}` }))
  const candidates = grid.map((point) => ({
    name: point.name,
    configuration: candidateConfiguration(configuration, changes, point),
    memory: point.memory ?? null
  }))
  if (candidates.some((candidate) => isEmpty(candidate.configuration.estimator))) {
    return Effect.fail(new RefitError({
      message: "a mixture of no estimators predicts nothing: give --parts, such as --parts lstm,gp"
    }))
  }
  const isDear = candidates.some((candidate) => fitKind(candidate.configuration.estimator) === "passes")
  const ahead = aheadSamples(plan.right).length
  const usual = isDear ? Math.max(1, Math.ceil(ahead / dearFits)) : 1
  return Effect.succeed({ plan: plan.right, space, seed, every: every ?? usual, candidates })
}

/** Fits in one unit of an estimator whose fits do not depend on each other. */
const fitsInUnit = 25

const unitsOf = (works: readonly RefitWork[]): readonly RefitUnit[] =>
  works.flatMap(({ plan, candidates, every }, log) => {
    const ahead = aheadSamples(plan).length
    return candidates.flatMap(({ configuration }, candidate): readonly RefitUnit[] => {
      const length = fitKind(configuration.estimator) === "afresh" ? every * fitsInUnit : Math.max(1, ahead)
      return [
        ...plan.folds.map((_, fold): RefitUnit => ({ type: "fold", log, candidate, fold, steps: 1 })),
        ...Array.from({ length: Math.ceil(ahead / length) }, (_, part): RefitUnit => {
          const [from, to] = [part * length, Math.min(ahead, (part + 1) * length)]
          return { type: "ahead", log, candidate, from, to, steps: to - from }
        })
      ]
    })
  })

/** The longest units first, so that no thread ends long after the others: chains of fits, then fits in passes. */
const dearFirst = (works: readonly RefitWork[], units: readonly RefitUnit[]): readonly number[] => {
  const cost = ({ log, candidate, type, steps }: RefitUnit): number => {
    const { estimator } = works[log]!.candidates[candidate]!.configuration
    if (fitKind(estimator) !== "passes") return 0
    return estimator.members * (type === "fold" ? estimator.warmUpPasses : estimator.passes * (steps / works[log]!.every))
  }
  return units.map((_, i) => i).toSorted((i, j) => cost(units[j]!) - cost(units[i]!) || i - j)
}

/**
 * Fits estimators again to what logs measured and compares what each predicts of architectures that it was not fitted
 * to. Reads the logs alone; no network is trained. The same figures whatever the number of threads, the seconds
 * excepted.
 */
export const refitLogs = Effect.fnUntraced(
  function*(request: RefitRequest): Effect.fn.Return<RefitReport, LogReadError | RefitError | OwnEstimatorError> {
    const { logs, threads, report = () => {}, top = null } = request
    const axes = { ...noAxes, ...request.axes }
    const inputs = yield* readInputs(logs)
    const { choices, own } = yield* chosenEstimators(request.estimators ?? null, inputs)
    const all = withBaseline(choices)
    yield* checkGrid(all, axes)
    const grid = refitGrid(all, axes)
    const works = yield* Effect.forEach(inputs, (input) => workOf(input, grid, request))
    const units = unitsOf(works)
    const total = units.reduce((sum, { steps }) => sum + steps, 0)
    report(0, total)
    const lanes = threads ?? availableParallelism()
    const ends = yield* runUnits({ works, own }, units, dearFirst(works, units), lanes, (done) => report(done, total))
    return yield* refitResults(inputs.map(({ log }) => log), works, units, ends, top)
  }
)
