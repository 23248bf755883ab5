import * as Effect from "effect/Effect"
import { kendallTau } from "../../core/numeric/kendallTau.ts"
import { aheadSamples } from "../../core/history/oneStepAhead.ts"
import {
  against, againstBest, type Figure, type FigureName, intervalOf, type Judged, noiseUnit
} from "../../core/history/refitComparison.ts"
import { squaredErrors } from "../../core/history/refitFigures.ts"
import { pseudoValues } from "../../core/statistics/jackknife.ts"
import { type Answers, answersOf, type Done, overLogs, resultOf } from "./refitAnswers.ts"
import type { Comparisons, JudgedResult, PredictedPoints, RefitReport, RefitResult } from "./refitReport.ts"
import type { RefitUnit, RefitWork, UnitEnd } from "./refitUnit.ts"

/** A candidate on one log. */
interface Answered {
  readonly result: RefitResult
  readonly answers: Answers
}

const judgedOf = (name: string, logs: readonly Answered[]): Judged => {
  const figures = (of: (log: Answered) => Figure): readonly Figure[] => logs.map(of)
  return {
    name,
    kendallTau: figures(({ result, answers }) => ({
      value: result.kendallTau,
      samples: Float64Array.from(answers.folds.flatMap(({ predictions, losses }) =>
        Array.from(pseudoValues(kendallTau, predictions.scores, losses))))
    })),
    mse: figures(({ result, answers }) => ({ value: result.mse, samples: squaredErrors(answers.folds) })),
    oneStepAhead: logs.some(({ answers }) => answers.ahead === null) ? null : figures(({ result, answers }) =>
      ({ value: result.oneStepAhead!, samples: squaredErrors([answers.ahead!]) }))
  }
}

/** The line in the step number that a candidate has to beat: that of its own memory where there are several. */
const baselineOf = (results: readonly RefitResult[], { settings: { memory } }: RefitResult): number | null => {
  const lines = results.flatMap(({ settings }, i) => (settings.estimator === "steps" ? [i] : []))
  return lines.find((i) => results[i]!.settings.memory === memory) ?? lines[0] ?? null
}

/** Gives way to signals before every step of a generator. */
const inSteps = Effect.fnUntraced(function*<A>(steps: Generator<unknown, A, undefined>): Effect.fn.Return<A> {
  let next = steps.next()
  while (next.done !== true) {
    yield* Effect.yieldNow
    next = steps.next()
  }
  return next.value
})

const judgedResults = Effect.fnUntraced(function*(
  results: readonly RefitResult[],
  judged: readonly Judged[]
): Effect.fn.Return<readonly JudgedResult[]> {
  const best = {
    kendallTau: yield* inSteps(againstBest(judged, "kendallTau")),
    mse: yield* inSteps(againstBest(judged, "mse")),
    oneStepAhead: yield* inSteps(againstBest(judged, "oneStepAhead"))
  }
  return yield* Effect.forEach(results, Effect.fnUntraced(function*(result, i): Effect.fn.Return<JudgedResult> {
    yield* Effect.yieldNow
    const line = result.settings.estimator === "steps" ? null : baselineOf(results, result)
    const beside = (figure: FigureName) => against(judged[i]!, judged[line!]!, figure)
    const againstSteps: Comparisons | null = line === null
      ? null
      : { kendallTau: beside("kendallTau"), mse: beside("mse"), oneStepAhead: beside("oneStepAhead") }
    return {
      ...result,
      kendallTauInterval: intervalOf(judged[i]!.kendallTau),
      againstBest: { kendallTau: best.kendallTau[i]!, mse: best.mse[i]!, oneStepAhead: best.oneStepAhead[i]! },
      againstSteps,
      beatsSteps: againstSteps && (againstSteps.kendallTau?.verdict === "better" || againstSteps.mse?.verdict === "better")
    }
  }))
})

const pointsOf = (name: string, logs: readonly Answers[]): PredictedPoints => {
  const groups = logs.flatMap(({ folds }) => folds)
  return {
    name,
    measured: Float64Array.from(groups.flatMap(({ losses }) => Array.from(losses))),
    predicted: Float64Array.from(groups.flatMap(({ predictions }) => Array.from(predictions.losses)))
  }
}

/**
 * The report on all candidates from what the units came to, at the units' places (null: passed over). `top` is k of
 * the precision at top k.
 */
export const refitResults = Effect.fnUntraced(function*(
  logs: readonly string[],
  works: readonly RefitWork[],
  units: readonly RefitUnit[],
  ends: readonly (UnitEnd | null)[],
  top: number | null
): Effect.fn.Return<RefitReport> {
  const { candidates } = works[0]!
  const problems = candidates.flatMap(({ name }, candidate) => {
    const found = ends.find((end, i) => end?.type === "problem" && units[i]!.candidate === candidate)
    return found?.type === "problem" ? [{ name, candidate, problem: found.problem }] : []
  })
  const sound = candidates.flatMap((_, i) => (problems.some(({ candidate }) => candidate === i) ? [] : [i]))

  const doneOf = (log: number, candidate: number, type: RefitUnit["type"]): readonly Done[] =>
    ends.flatMap((end, i) => {
      const unit = units[i]!
      return end?.type === "done" && unit.log === log && unit.candidate === candidate && unit.type === type ? [end] : []
    })
  const answered = sound.map((candidate) => works.map((work, log): Answered => {
    const answers = answersOf(work, doneOf(log, candidate, "fold"), doneOf(log, candidate, "ahead"))
    return { answers, result: resultOf(work.candidates[candidate]!, answers, top) }
  }))

  const results = answered.map((perLog) => overLogs(perLog.map(({ result }) => result)))
  const judged = answered.map((perLog, i) => judgedOf(results[i]!.name, perLog))
  const heldOut = works.map(({ plan }) => plan.folds.flat().length)
  const over = noiseUnit(logs.length)
  return {
    logs: works.map((work, log) => ({
      log: logs[log]!,
      samples: heldOut[log]!,
      ahead: aheadSamples(work.plan).length,
      every: work.every,
      estimators: answered.map((perLog) => perLog[log]!.result)
    })),
    estimators: yield* judgedResults(results, judged),
    noise: { over, count: over === "logs" ? logs.length : heldOut.reduce((sum, count) => sum + count, 0) },
    problems: problems.map(({ name, problem }) => ({ name, problem })),
    points: answered.map((perLog, i) => pointsOf(results[i]!.name, perLog.map(({ answers }) => answers)))
  }
})
