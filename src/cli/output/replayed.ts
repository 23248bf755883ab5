import type { Mismatch } from "../../effects/search/redo.ts"
import type { Retrained } from "../../effects/search/retrainSteps.ts"
import type { Summary } from "../../effects/search/summary.ts"
import type { ReplayVerification } from "../../effects/search/verifyReplay.ts"
import { grouped } from "./numbers.ts"
import { bad, good } from "./style.ts"
import { summaryText } from "./summary.ts"
import { table } from "./table.ts"
import { visible } from "./visible.ts"

const verdict = ({ verified, divergence, facts }: ReplayVerification, trains: boolean): readonly string[] => {
  if (verified) {
    const taken = trains ? "; losses are taken as they were measured (--retrain measures again)" : ""
    return [good(`verified: all ${grouped(facts)} facts come out the same${taken}`)]
  }
  if (divergence === null) return []
  return [
    bad(`not verified: event ${divergence.seq} (step ${divergence.step}) is not what follows from all before it`),
    `  the log has  ${visible(divergence.found)}`,
    `  computed     ${visible(divergence.expected)}`
  ]
}

/** Both losses beside each other where the trainer is not deterministic: neither is wrong. */
const recomputedText = (steps: readonly number[], recomputed: readonly Mismatch[]): readonly string[] => [
  `measured again by a trainer that is not deterministic: ${grouped(recomputed.length)} of ${grouped(steps.length)} come out a little otherwise`,
  ...table(
    [{ title: "step", align: "right" }, { title: "recorded" }, { title: "this time" }],
    recomputed.map(({ step, recorded, computed }) => [String(step), visible(recorded), visible(computed)])
  )
]

const retrainedText = ({ steps, mismatch, recomputed }: Retrained): readonly string[] => {
  if (recomputed !== undefined) return recomputedText(steps, recomputed)
  if (mismatch !== null) return [bad(`not the same: step ${mismatch.step} was ${mismatch.recorded} and comes out ${mismatch.computed}`)]
  return [good(`measured again: ${steps.length === 1 ? `step ${steps[0]} comes` : `${grouped(steps.length)} steps come`} out the same to the last bit`)]
}

/** A replayed log, for people. */
export const replayText = (
  summary: Summary,
  verification: ReplayVerification | null,
  retrained: Retrained | null,
  trains: boolean
): readonly string[] => [
  ...summaryText(summary),
  ...(verification === null ? [] : verdict(verification, trains)),
  ...(retrained === null ? [] : retrainedText(retrained))
]
