import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"
import * as Option from "effect/Option"

const flag = (doc: FlagDoc): FlagDoc => ({
  ...doc,
  type: doc.type === "[=boolean]" ? "boolean" : doc.type,
  description: Option.map(doc.description, (text) => text.replace(/ \(choices: [^)]*\)$/, ""))
})

/** The help without what it says twice: the choices of an option stand beside its name, an on-off option has none. */
export const shorter = (doc: HelpDoc): HelpDoc => ({ ...doc, flags: doc.flags.map(flag) })
