import { dim } from "./style.ts"
import { shellWord } from "./shellWord.ts"

/** What to try with a log of this many measured steps under this estimator. */
export const nextCommands = (log: string, steps: number, estimator: string): readonly string[] => {
  const LOG = shellWord(log)
  const other = estimator === "ridge" ? "lstm" : "ridge"
  const early = Math.floor(steps * 0.3)
  return [
    "",
    `log: ${log}`,
    dim("next, try"),
    `  npx pvll show ${LOG}`,
    `  npx pvll replay ${LOG} --verify`,
    `  npx pvll refit ${LOG}`,
    `  npx pvll resume ${LOG} --at ${early} --estimator ${other}`
  ]
}
