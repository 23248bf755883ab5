import {
  proposalSummary, type ProposalSummary, type ProposedStep, type Side
} from "../../core/history/proposalSummary.ts"
import type { Proposals, ProposeReport } from "../../effects/history/proposeLog.ts"
import { measure } from "./numbers.ts"
import { bad, bold, dim, good } from "./style.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

/** The document of `refit --propose --json`. */
export const proposedDocument = ({ log, table, proposals }: ProposeReport): unknown => ({
  log,
  table,
  proposals: proposals.map(({ name, summary, steps }) => ({ name, summary, steps }))
})

const verdictText = (verdict: ProposedStep["verdict"]): string =>
  verdict === "better" ? good(verdict) : verdict === "worse" ? bad(verdict) : verdict === "unknown" ? "-" : verdict

const lossText = (loss: number | null): string => (loss === null ? "-" : measure(loss))

/**
 * Longer architectures would fill the screen: then it says on how many edges the two differ (`--json` has them
 * whole).
 */
const longest = 120

const losses = ({ step, recorded, proposed, verdict }: ProposedStep): readonly string[] =>
  [String(step), lossText(recorded.loss), lossText(proposed.loss), verdictText(verdict)]

const architectures = ({ recorded, proposed, verdict }: ProposedStep): readonly string[] =>
  [visible(recorded.architecture), verdict === "same" ? "the same" : visible(proposed.architecture)]

const stepTable = (steps: readonly ProposedStep[]): readonly string[] => {
  const right = { align: "right" } as const
  const isLong = steps.some(({ recorded }) => recorded.architecture.length > longest)
  const columns = [
    { title: "step", ...right }, { title: "recorded", ...right }, { title: "proposed", ...right }, { title: "" }
  ]
  if (isLong) {
    const rows = steps.map((step) => [...losses(step), String(step.differing)])
    return table([...columns, { title: "edges that differ", ...right }], rows)
  }
  return table(
    [...columns, { title: "recorded architecture" }, { title: "proposed architecture", cut: true }],
    steps.map((step) => [...losses(step), ...architectures(step)])
  )
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`

const chance = ({ difference }: ProposalSummary): string => {
  if (difference?.p === null || difference?.p === undefined) return ""
  return difference.p <= 0.05 ? ", a difference beyond noise" : ", a difference that may be chance"
}

const bestText = ({ best }: ProposalSummary, side: Side): string => {
  const found = best[side]
  return found === null ? "none" : `${measure(found.loss)} at step ${found.step}, ${visible(found.architecture)}`
}

const summaryText = (summary: ProposalSummary): readonly string[] => {
  const { steps, same, better, worse, equal, unknown, distinct, meanLoss } = summary
  const alike = equal === 0 ? "" : `, equally good ${equal} times`
  const others = [
    ...(better + worse + equal === 0 ? [] : [`better ${better} times, worse ${worse} times${alike}`]),
    ...(unknown === 0 ? [] : [`its loss not known ${count(unknown, "time")}`])
  ]
  const otherwise = others.length === 0 ? "" : `; otherwise ${others.join(", ")}`
  return [
    `Of ${count(steps, "step")} the proposal is the same at ${same}${otherwise}. `
      + `${count(distinct, "different proposal")}.`,
    ...(meanLoss === null ? [] : [
      `Mean loss: recorded ${measure(meanLoss.recorded)}, proposed ${measure(meanLoss.proposed)}${chance(summary)}.`,
      `Best recorded: ${bestText(summary, "recorded")}`,
      `Best proposed: ${bestText(summary, "proposed")}`
    ])
  ]
}

const explanation = dim(
  "Each proposal follows from what the log had measured until then, not from the proposals before it."
)

const oneText = ({ name, steps, summary }: Proposals): readonly string[] =>
  [bold(`What if ${visible(name)} had chosen?`), ...stepTable(steps), "", ...summaryText(summary), ""]

/** The same for people. */
export const proposedText = ({ log, proposals }: ProposeReport): readonly string[] =>
  [`${visible(log)}`, ...proposals.flatMap(oneText), explanation]

/** What there is of it when it is interrupted. */
export const stoppedText = (log: string, proposals: readonly Omit<Proposals, "summary">[]): readonly string[] => [
  `${visible(log)}, stopped before its end`,
  ...proposals.flatMap(({ name, steps }) => oneText({ name, steps, summary: proposalSummary(steps) })),
  explanation
]
