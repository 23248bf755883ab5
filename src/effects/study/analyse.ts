import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import { architectureKey, weightsOn } from "../../core/architecture/architecture.ts"
import { operationCount } from "../../core/architecture/space.ts"
import type { Environment } from "../../core/environment.ts"
import { estimatorFor } from "../../core/estimator/registry.ts"
import type { Candidate } from "../../core/history/candidate.ts"
import { learningCurve } from "../../core/history/learningCurve.ts"
import { lossesOf, type RefitSample, refitSamples } from "../../core/history/refitSamples.ts"
import { changed } from "../../core/search/configurationChanges.ts"
import type { Setting } from "../../core/search/state.ts"
import { unsound } from "../../core/search/unsound.ts"
import { generalisationGaps } from "../../core/theory/generalisationGap.ts"
import { computed } from "../estimator/computed.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { readHistory } from "../history/readHistory.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { readLocalSettings } from "../log/localSettings.ts"
import { tableIfKnown } from "../search/tableSource.ts"
import { moments } from "../statistics/moments.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import type { Analysis, Generalisation, LearningCurves } from "./analysisFile.ts"
import type { AnalysisResult, CurveResult } from "./analysisResult.ts"
import { StudyError } from "./StudyError.ts"

/** The logs that an analysis of one seed reads, by variant. */
export type LogsByVariant = { readonly [variant: string]: string }

/** A log as far as an analysis needs it. */
interface Measured {
  readonly logFile: string
  readonly setting: Setting
  readonly samples: readonly RefitSample[]
}

const readMeasured = Effect.fnUntraced(function*(
  logFile: string
): Effect.fn.Return<Measured, LogReadError | StudyError> {
  const history = yield* readHistory(logFile, { weights: true })
  if (history.setting === null) {
    return yield* new StudyError({ message: `${logFile} does not begin with the configuration of a search` })
  }
  return { logFile, setting: history.setting, samples: refitSamples(history) }
})

type Curve = Analysis["curves"][number]

const nameOf = ({ variant, label }: Curve): string => label ?? variant

/** The estimator of a curve: that of the search, but for the curve's changes. */
const candidateOf = Effect.fnUntraced(function*(
  environment: Environment,
  { setting: { space, seed, configuration: searched } }: Measured,
  curve: Curve
): Effect.fn.Return<Candidate, StudyError> {
  const configuration = changed(searched, curve.configuration ?? {})
  const { estimator, memory } = configuration
  // Nothing is drawn here, so that the sampler makes no demands.
  const reason = unsound(environment, { space, seed, configuration: { ...configuration, sampler: "uniform" } })
  if (reason !== null) return yield* new StudyError({ message: `the curve ${nameOf(curve)}: ${reason}` })
  const { warmUpPasses, passes, stopTau } = estimator
  return {
    name: nameOf(curve), warmUpPasses, passes, stopTau, memory,
    estimator: estimatorFor(environment, space, seed, estimator), learning: configuration
  }
})

const wrong = (curve: Curve, { logFile }: Measured, clause: string): StudyError =>
  new StudyError({ message: `the estimator of the curve ${nameOf(curve)} ${clause} (fitted to ${logFile})` })

/** What a generator of points yields, and its complaint; others get their turn between two points. */
const collected = Effect.fnUntraced(function*<Point>(
  points: Generator<Point, string | null, undefined>
): Effect.fn.Return<{ readonly points: readonly Point[]; readonly complaint: string | null }, OwnEstimatorError> {
  const found: Point[] = []
  for (;;) {
    const next = yield* computed(() => points.next())
    if (next.done === true) return { points: found, complaint: next.value }
    found.push(next.value)
    yield* Effect.yieldNow
  }
})

const keyOf = ({ choice }: RefitSample): string => architectureKey(choice)

type Logs = ReadonlyMap<string, Measured>

/** The first architectures of a run, or of its search phase. */
const fedOf = ({ fed, from }: LearningCurves, { samples }: Measured): readonly RefitSample[] =>
  samples.filter(({ phase }) => from !== "search" || phase === "search").slice(0, fed)

/**
 * The last architectures of the test variant that no curve tested by them was fed (the paper: training sets and test
 * set have nothing in common). The last ones: warm-ups of the same seed draw the same first ones.
 */
const testOf = (analysis: LearningCurves, logs: Logs, test: string): readonly RefitSample[] => {
  const fed = analysis.curves.filter((one) => one.test === test)
    .flatMap(({ variant }) => fedOf(analysis, logs.get(variant)!))
  const known = new Set(fed.map(keyOf))
  return logs.get(test)!.samples.filter((sample) => !known.has(keyOf(sample))).slice(-analysis.tested)
}

const learning = Effect.fnUntraced(function*(
  environment: Environment,
  analysis: LearningCurves,
  logs: Logs
): Effect.fn.Return<readonly CurveResult[], StudyError | OwnEstimatorError> {
  return yield* Effect.forEach(analysis.curves, Effect.fnUntraced(function*(curve) {
    const measured = logs.get(curve.variant)!
    const fed = fedOf(analysis, measured)
    const test = testOf(analysis, logs, curve.test)
    if (fed.length === 0 || test.length === 0) {
      const what = fed.length === 0 ? "feed it" : "test it that it was not fed"
      return yield* new StudyError({
        message: `the curve ${nameOf(curve)}: there is no architecture to ${what} (${measured.logFile})`
      })
    }
    const candidate = yield* candidateOf(environment, measured, curve)
    const { points, complaint } = yield* collected(learningCurve(fed, test, candidate))
    if (complaint !== null) return yield* wrong(curve, measured, complaint)
    return {
      type: "learning-curve",
      train: points.map(({ trainError }) => trainError),
      test: points.map(({ testError }) => testError),
      tested: test.length,
      variance: moments([...lossesOf(test)]).variance ?? 0
    } as const
  }))
})

/** Every architecture that the table knows a loss of. */
const wholeOf = ({ space, rows, columns }: MeasuredTable): readonly RefitSample[] =>
  Array.from(rows).flatMap(([key, row]) => {
    const choice = key.split(",").map(Number)
    const loss = columns.loss[row]!
    return Number.isFinite(loss)
      ? [{ step: 1, phase: "warm-up" as const, weights: weightsOn(choice, operationCount(space), 1), choice, loss }]
      : []
  })

const generalisation = Effect.fnUntraced(function*(
  environment: Environment,
  { curves, sizes }: Generalisation,
  logs: Logs
): Effect.fn.Return<readonly CurveResult[], StudyError | OwnEstimatorError> {
  return yield* Effect.forEach(curves, Effect.fnUntraced(function*(curve) {
    const measured = logs.get(curve.variant)!
    const { setting, logFile } = measured
    const local = yield* Effect.orElseSucceed(readLocalSettings(dirname(logFile)), () => ({}))
    const table = yield* tableIfKnown(setting, local)
    if (table === null) {
      return yield* new StudyError({
        message: `the error on a whole space is known from a table alone, and ${logFile} has none at hand`
      })
    }
    const candidate = yield* candidateOf(environment, measured, curve)
    if (candidate.learning.estimator.input !== "one-hot") {
      return yield* new StudyError({
        message: `the curve ${nameOf(curve)}: a table knows architectures without soft weights; `
          + "give its estimator the input one-hot"
      })
    }
    const gaps = generalisationGaps(measured.samples, wholeOf(table), sizes, candidate)
    const { points, complaint } = yield* collected(gaps)
    if (complaint !== null) return yield* wrong(curve, measured, complaint)
    return {
      type: "generalisation",
      sizes: points.map(({ samples }) => samples),
      empirical: points.map(({ empirical }) => empirical),
      expected: points.map(({ expected }) => expected)
    } as const
  }))
})

/** An analysis of the runs of one seed, from their logs alone, every line verified. */
export const analyse = Effect.fnUntraced(function*(
  environment: Environment,
  analysis: Analysis,
  logs: LogsByVariant
): Effect.fn.Return<AnalysisResult, StudyError | OwnEstimatorError | LogReadError> {
  const read: [string, Measured][] = []
  for (const [variant, logFile] of Object.entries(logs)) read.push([variant, yield* readMeasured(logFile)])
  const measured = new Map(read)
  return {
    curves: analysis.type === "learning-curve"
      ? yield* learning(environment, analysis, measured)
      : yield* generalisation(environment, analysis, measured)
  }
})
