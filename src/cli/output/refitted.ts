import type { RefitResult } from "../../effects/history/refitLog.ts"
import { duration, significant } from "./numbers.ts"
import { dim } from "./style.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

export interface RefittedLog {
  readonly log: string
  readonly estimators: readonly RefitResult[]
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Each estimator's figures averaged over the logs; of a single log, its own. */
const overAll = (logs: readonly RefittedLog[]): readonly RefitResult[] =>
  logs[0]!.estimators.map((first, i) => {
    const all = logs.map(({ estimators }) => estimators[i]!)
    const average = (figure: (result: RefitResult) => number): number => mean(all.map(figure))
    return {
      name: first.name,
      samples: all.reduce((sum, { samples }) => sum + samples, 0),
      mse: average(({ mse }) => mse),
      kendallTau: average(({ kendallTau }) => kendallTau),
      spearman: average(({ spearman }) => spearman),
      topOverlap: average(({ topOverlap }) => topOverlap),
      oneStepAhead: all.some(({ oneStepAhead }) => oneStepAhead === null) ? null : average(({ oneStepAhead }) => oneStepAhead!),
      seconds: all.reduce((sum, { seconds }) => sum + seconds, 0)
    }
  })

/** The document of `refit --json`: `estimators` over all logs, and each log's own. */
export const refitDocument = (logs: readonly RefittedLog[]): unknown =>
  logs.length === 1 ? logs[0] : { estimators: overAll(logs), logs }

const figures = (estimators: readonly RefitResult[]): readonly string[] => {
  const right = { align: "right" } as const
  return table(
    [
      { title: "estimator" }, { title: "Kendall's tau", ...right }, { title: "Spearman", ...right },
      { title: "top tenth found", ...right }, { title: "squared error", ...right },
      { title: "one step ahead", ...right }, { title: "time", ...right }
    ],
    estimators.map(({ name, kendallTau, spearman, topOverlap, mse, oneStepAhead, seconds }) => [
      name, kendallTau.toFixed(3), spearman.toFixed(3), `${Math.round(topOverlap * 100)} %`, significant(mse, 3),
      oneStepAhead === null ? "-" : significant(oneStepAhead, 3), duration(seconds)
    ])
  )
}

/** The same for people. */
export const refitText = (logs: readonly RefittedLog[]): readonly string[] => [
  ...logs.flatMap(({ log, estimators }) =>
    [`${visible(log)}: ${estimators[0]!.samples} measured architectures`, ...figures(estimators), ""]),
  ...(logs.length === 1 ? [] : [`mean over ${logs.length} logs`, ...figures(overAll(logs)), ""]),
  dim("Each estimator predicts architectures that were held out of its fit. One step ahead: each from those before it.")
]
