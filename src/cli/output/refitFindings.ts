import type { FigureName } from "../../core/history/refitComparison.ts"
import type { JudgedResult, RefitReport } from "../../effects/history/refitReport.ts"
import { significant } from "./numbers.ts"
import { visible } from "./visible.ts"

/** Names beyond so many characters are counted. */
const longest = 100

const names = (results: readonly JudgedResult[]): string => {
  const all = results.map(({ name }) => visible(name))
  const some = all.filter((_, i) => i === 0 || all.slice(0, i + 1).join(", ").length <= longest)
  return some.length === all.length ? all.join(", ") : `${some.join(", ")} and ${all.length - some.length} more`
}

const figureText: { readonly [F in FigureName]: (result: JudgedResult) => string } = {
  kendallTau: ({ kendallTau }) => `orders best (tau ${kendallTau.toFixed(3)})`,
  mse: ({ mse }) => `has the lowest squared error (${significant(mse, 3)})`,
  oneStepAhead: ({ oneStepAhead }) => `has the lowest error one step ahead (${significant(oneStepAhead ?? Number.NaN, 3)})`
}

/** The one that all others are compared to; null where there is nothing to compare. */
const best = (results: readonly JudgedResult[], figure: FigureName): JudgedResult | null => {
  const name = results.flatMap(({ againstBest }) => againstBest[figure]?.to ?? [])[0]
  return results.find((result) => result.name === name) ?? null
}

/** One sentence on a figure: who is best, who may be as good, and who is worse beyond noise. */
const finding = (results: readonly JudgedResult[], figure: FigureName): readonly string[] => {
  const first = best(results, figure)
  if (first === null) return []
  const others = results.filter((result) => result !== first)
  const worse = others.filter(({ againstBest }) => againstBest[figure]?.verdict === "worse")
  const alike = others.filter((result) => !worse.includes(result))
  const clear = worse.length === 0 ? "" : `worse beyond noise: ${names(worse)}`
  const open = alike.length === 0 ? "" : `not to be told apart from it: ${names(alike)}`
  return [`${visible(first.name)} ${figureText[figure](first)}; ${[clear, open].filter((part) => part !== "").join("; ")}.`]
}

/** Who does not beat a line in the step number alone. */
const baselineFinding = (results: readonly JudgedResult[]): readonly string[] => {
  const rivals = results.filter(({ beatsSteps }) => beatsSteps !== null)
  const beaten = rivals.filter(({ beatsSteps }) => beatsSteps === false)
  if (rivals.length === 0) return []
  if (beaten.length > 0) {
    return [
      "No better than a line in the step number alone (steps), neither in order nor in squared error, beyond noise: "
        + `${names(beaten)}.`
    ]
  }
  const who = rivals.length === 1 ? `${visible(rivals[0]!.name)} beats` : "All of them beat"
  return [`${who} a line in the step number alone (steps) beyond noise, in order or in squared error.`]
}

/** What the figures say, in sentences. */
export const refitFindings = ({ estimators, noise, problems }: RefitReport): readonly string[] => [
  ...(["kendallTau", "mse", "oneStepAhead"] as const).flatMap((figure) => finding(estimators, figure)),
  ...baselineFinding(estimators),
  ...(estimators.length < 2 ? [] : [
    `Noise: a paired bootstrap over ${noise.count} ${noise.over}, 95 %, adjusted for ${estimators.length - 1} comparisons `
      + "to the best one."
  ]),
  ...problems.map(({ problem }) => `Left out: ${visible(problem)}.`)
]
