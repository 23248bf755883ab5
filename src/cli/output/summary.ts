import type { Summary } from "../../effects/search/summary.ts"
import { grouped, measure, percent } from "./numbers.ts"
import { bold } from "./style.ts"
import { visible } from "./visible.ts"

/** What a search found, for people. */
export const summaryText = ({ steps, fingerprint, genotype, best, standing }: Summary): readonly string[] => {
  const lines = [`${bold("measured")}     ${grouped(steps)} architectures`]
  if (best !== null) {
    lines.push(`${bold("best")}         ${visible(best.architecture)}`)
    lines.push(`             validation loss ${measure(best.loss)}, step ${best.step}`)
  }
  if (standing !== null) {
    const rank = `rank ${grouped(standing.rank)} of all ${grouped(standing.of)}`
    const test = standing.testAccuracy === null ? "" : `, test accuracy ${percent(standing.testAccuracy)}`
    lines.push(`             ${standing.rank === 1 ? `${rank}: there is no better one` : rank}${test}`)
  }
  if (genotype !== null) lines.push(`${bold("genotype")}     ${visible(genotype)}`)
  lines.push(`${bold("fingerprint")}  ${fingerprint.slice(0, 16)}`)
  return lines
}
