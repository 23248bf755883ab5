import { dim } from "./style.ts"
import { shellWord } from "./shellWord.ts"

/** What to try with a finished log. */
export const nextCommands = (log: string): readonly string[] => {
  const LOG = shellWord(log)
  return [
    "",
    `log: ${log}`,
    dim("next, try"),
    `  npx pvll show ${LOG}`,
    `  npx pvll replay ${LOG} --verify`,
    `  npx pvll refit ${LOG}`,
    `  npx pvll resume ${LOG} --at 60 --estimator ridge`
  ]
}
