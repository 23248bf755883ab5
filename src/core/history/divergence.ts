import type { Fact } from "../search/event.ts"
import type { Setting } from "../search/state.ts"
import { factText, pairText } from "./factText.ts"
import { sameData } from "./sameData.ts"
import { differencesText, settingCause, type SettingCause, settingDifferences } from "./settingDifferences.ts"

/**
 * Why two histories part.
 * - `data`, `configuration`, `seed`, `code`, `engine`, `core`: their settings differ (`settingCause`)
 * - `measurement`: the trainer answered something else to the same question
 * - `core`: also where a computed fact differs though all before it is equal
 * - `length`: one goes on where the other ends, or only T differs
 */
export type Cause = SettingCause | "measurement"

/** The facts at which two histories differ (null: it has ended), and the settings in force there. */
export interface Parting {
  readonly x: Fact | null
  readonly y: Fact | null
  readonly a: Setting | null
  readonly b: Setting | null
  /** T was seen to differ before */
  readonly otherLength: boolean
}

export interface Judgement {
  readonly cause: Cause
  /** one sentence for people */
  readonly detail: string
  /** false where only T differs: the facts after it decide */
  readonly final: boolean
}

const isOutcome = (fact: Fact): boolean =>
  fact.type === "measured" || fact.type === "diverged" || fact.type === "failed"

/** What a fact changes beside T. */
const otherChanges = (fact: Fact | null): unknown => {
  if (fact?.type !== "reconfigured") return { configuration: {} }
  const { steps: _, ...configuration } = fact.data.configuration
  return { ...fact.data, configuration }
}

const judgeOptions = ({ x, y, a, b }: Parting): Judgement => {
  const differences = a === null || b === null ? [] : settingDifferences(a, b)
  const cause = settingCause(differences)
  if (cause !== null && cause !== "length") return { cause, detail: `${differencesText(differences)}.`, final: true }
  if (sameData(otherChanges(x), otherChanges(y))) {
    return { cause: "length", detail: cause === null ? "T changes at different places." : `${differencesText(differences)}.`, final: false }
  }
  return { cause: "configuration", detail: "One records a change of options that the other lacks, though it has no effect.", final: true }
}

const settingsText = ({ a, b }: Parting): string =>
  a === null || b === null ? "" : differencesText(settingDifferences(a, b))

const judgeEnd = (parting: Parting): Judgement => {
  const [ended, other, next] = parting.x === null ? ["A", "B", parting.y] : ["B", "A", parting.x]
  const settings = settingsText(parting)
  const detail = `${ended} ends here, ${other} goes on${next === null ? "" : ` with ${factText(next)}`}`
  return { cause: "length", detail: `${settings === "" ? "" : `${settings}; `}${detail}.`, final: true }
}

const judgeFacts = (x: Fact, y: Fact, parting: Parting): Judgement => {
  if (parting.otherLength) {
    return { cause: "configuration", detail: `${settingsText(parting) || "T was changed"}; then ${pairText(x, y)}.`, final: true }
  }
  if (isOutcome(x) || isOutcome(y)) {
    const { a } = parting
    const excuse = a?.trainer.deterministic === false ? ` (the trainer ${a.trainer.name} is not deterministic)` : ""
    return { cause: "measurement", detail: `The measurements differ${excuse}: ${pairText(x, y)}.`, final: true }
  }
  return { cause: "core", detail: `The core went on in another way though all before is equal: ${pairText(x, y)}.`, final: true }
}

/** Why these two facts differ. Swapping the two histories gives the same cause. */
export const judge = (parting: Parting): Judgement => {
  const { x, y } = parting
  if (x?.type === "reconfigured" || y?.type === "reconfigured" || (x?.type === "configured" && y?.type === "configured")) {
    return judgeOptions(parting)
  }
  return x === null || y === null ? judgeEnd(parting) : judgeFacts(x, y, parting)
}
