import type { Summary } from "../../effects/search/summary.ts"
import { grouped, measure, percent } from "./numbers.ts"
import { bold } from "./style.ts"
import { visible } from "./visible.ts"

const trouble = ({ diverged, failed, failure }: Summary): readonly string[] => {
  if (diverged + failed === 0) return []
  const first = failure === null ? "" : ` (first: ${visible(failure)})`
  return [`             ${grouped(diverged)} diverged, ${grouped(failed)} failed${first}`]
}

/** What a search found, for people. */
export const summaryText = (summary: Summary): readonly string[] => {
  const { steps, fingerprint, genotype, best, standing, test } = summary
  const lines = [`${bold("measured")}     ${grouped(steps)} ${steps === 1 ? "architecture" : "architectures"}`, ...trouble(summary)]
  if (best !== null) {
    lines.push(`${bold("best")}         ${visible(best.architecture)}`)
    lines.push(`             validation loss ${measure(best.loss)}, step ${best.step}`)
  }
  if (test !== null) {
    const then = test.steps === steps ? "" : `, after ${grouped(test.steps)} steps (step ${test.step})`
    lines.push(`             test accuracy ${percent(test.accuracy)} on ${grouped(test.images)} images, with the shared weights${then}`)
  }
  if (standing !== null) {
    const rank = `rank ${grouped(standing.rank)} of ${standing.whole ? "all " : ""}${grouped(standing.of)}${standing.whole ? "" : " in the table"}`
    const test = standing.testAccuracy === null ? "" : `, test accuracy ${percent(standing.testAccuracy)}`
    lines.push(`             ${standing.rank === 1 ? `${rank}: there is no better one` : rank}${test}`)
  }
  if (genotype !== null) lines.push(`${bold("genotype")}     ${visible(genotype)}`)
  lines.push(`${bold("fingerprint")}  ${fingerprint.slice(0, 16)}`)
  return lines
}
