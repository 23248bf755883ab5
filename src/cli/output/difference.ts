import { consequences, type Consequences, type Summary } from "../../core/history/consequences.ts"
import type { Difference } from "../../core/history/diff.ts"
import { measure, significant } from "./numbers.ts"
import { bold } from "./style.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

/** The document of `diff --json`. */
export const differenceDocument = (difference: Difference): unknown => {
  const { same, divergence, common, a, b } = difference
  return { same, divergence, common, consequences: consequences(a, b) }
}

const optional = (value: number | null, text: (value: number) => string): string => (value === null ? "-" : text(value))

const summaryRows: readonly (readonly [string, (summary: Summary) => string])[] = [
  ["measured architectures", ({ steps }) => String(steps)],
  ["of them diverged or failed", ({ diverged, failed }) => String(diverged + failed)],
  ["best loss", ({ best }) => optional(best?.loss ?? null, measure)],
  ["at step", ({ best }) => optional(best?.step ?? null, String)],
  ["mean of the last 20", ({ recentLoss }) => optional(recentLoss, measure)],
  ["Kendall's tau of the last fit", ({ tau }) => optional(tau, (value) => significant(value, 3))],
  ["passes of all fits", ({ passes }) => String(passes)]
]

const percentOf = (share: number): string => `${Math.round(share * 100)} %`

const edgeLines = ({ edges, operations }: Consequences): readonly string[] => {
  const favourite = (counts: readonly number[]): string => {
    const count = Math.max(...counts)
    return `${visible(operations[counts.indexOf(count)]!)} (${count})`
  }
  return edges.length === 0 ? [] : table(
    [{ title: "edge" }, { title: "same choice", align: "right" }, { title: "most chosen in A" }, { title: "in B" }],
    edges.map(({ cell, from, to, a, b, same }) =>
      [`${visible(cell)} ${from} -> ${to}`, optional(same, percentOf), favourite(a), favourite(b)])
  )
}

const partingLine = (step: number | null, what: string): readonly string[] =>
  step === null ? [] : [`The first step with ${what} is ${step}.`]

/** The same for people: where the two part and why, then both results side by side. */
export const differenceText = (difference: Difference, nameA: string, nameB: string): readonly string[] => {
  const { divergence, common, a, b } = difference
  const names = [`A  ${visible(nameA)}`, `B  ${visible(nameB)}`, ""]
  const shared = common === null ? [] : [`They share the same log up to event ${common.seq}, with ${common.steps} architectures measured.`]
  if (divergence === null) return [...names, ...shared, bold("The same: all facts are equal.")]
  const { step, seq, seqB, cause, detail } = divergence
  const follows = consequences(a, b)
  return [
    ...names,
    ...shared,
    bold(`They part at step ${step} (event ${seq} of A, ${seqB} of B). Cause: ${cause}.`),
    visible(detail),
    "",
    ...table(
      [{ title: "" }, { title: "A", align: "right" }, { title: "B", align: "right" }],
      summaryRows.map(([title, value]) => [title, value(follows.a), value(follows.b)])
    ),
    "",
    ...partingLine(follows.architecturesPart, "another architecture"),
    ...partingLine(follows.lossesPart, "another loss"),
    ...edgeLines(follows)
  ]
}
