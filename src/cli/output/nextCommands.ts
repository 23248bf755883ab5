import { invocation } from "./invocation.ts"
import { dim } from "./style.ts"
import { shellWord } from "./shellWord.ts"

/** What to try with a log of this many measured steps under this estimator. */
export const nextCommands = (log: string, steps: number, estimator: string): readonly string[] => {
  const program = invocation()
  const LOG = shellWord(log)
  const other = estimator === "ridge" ? "lstm" : "ridge"
  const early = Math.floor(steps * 0.3)
  return [
    "",
    `log: ${log}`,
    dim("next, try"),
    `  ${program} show ${LOG}`,
    `  ${program} replay ${LOG} --verify`,
    `  ${program} refit ${LOG}`,
    `  ${program} resume ${LOG} --at ${early} --estimator ${other}`
  ]
}
