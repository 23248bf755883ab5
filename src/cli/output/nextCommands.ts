import { invocation } from "./invocation.ts"
import { dim } from "./style.ts"
import { shellWord } from "./shellWord.ts"

/**
 * What to try with a log of this many measured steps under this estimator. `trains`: its trainer has weights;
 * `deterministic`: it can be forked anywhere.
 */
export const nextCommands = (
  log: string, steps: number, estimator: string, { trains, deterministic }: { readonly trains: boolean; readonly deterministic: boolean }
): readonly string[] => {
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
    ...(trains ? [`  ${program} remeasure ${LOG} --top 5`] : []),
    ...(deterministic ? [`  ${program} resume ${LOG} --at ${early} --estimator ${other}`] : [])
  ]
}
