import * as Cause from "effect/Cause"
import { isCliError } from "effect/cli/CliError"
import type { Command } from "effect/cli/Command"
import { pastable } from "./output/invocation.ts"
import { visible } from "./output/visible.ts"
import { usageSentence } from "./parseError.ts"

const isError = (value: unknown): value is Error => value instanceof Error

/** A bug: its name, what to report, and the stack only where it was asked for. */
const bugReport = (defect: unknown): string => {
  const name = isError(defect) ? `${defect.name}: ${defect.message}` : String(defect)
  const sentence = `this is a bug in pvll (${visible(name)}); please report it with the command and the `
    + "stack that PVLL_DEBUG=1 shows"
  const stack = process.env["PVLL_DEBUG"] === "1" && isError(defect) ? `\n${defect.stack}` : ""
  return sentence + stack
}

/** An error with a name of ours that was thrown in the middle of a computation: not a bug, it says what to do. */
const isTagged = (value: unknown): value is Error => isError(value) && "_tag" in value && value.message !== ""

/** What a failed run says on standard error; null where everything is already said (help, an interruption). */
export const explain = (cause: Cause.Cause<unknown>, root: Command.Any): string | null => {
  const reason = cause.reasons.find(Cause.isDieReason) ?? cause.reasons.find(Cause.isFailReason)
  if (reason === undefined) return null
  if (reason._tag === "Die") return isTagged(reason.defect) ? visible(reason.defect.message) : bugReport(reason.defect)
  if (isCliError(reason.error)) return usageSentence(reason.error, root)
  return isError(reason.error) ? pastable(visible(reason.error.message)) : bugReport(reason.error)
}
