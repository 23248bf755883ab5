import { randomBytes } from "node:crypto"
import { Buffer } from "node:buffer"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { UnsafeName } from "./logErrors.ts"

const longest = 100

/** Why a name cannot be a folder on every system; null where it can. */
export const nameComplaint = (name: string): string | null => {
  if (name === "") return "it is empty"
  if (Buffer.byteLength(name) > longest) return `it is longer than ${longest} bytes`
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return "it holds characters that cannot be printed"
  if (/[/\\:*?"<>|]/.test(name)) return "it holds one of / \\ : * ? \" < > |"
  if (/^[.-]/.test(name)) return "it begins with a dot or a dash"
  if (/[. ]$/.test(name)) return "it ends with a dot or a space"
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) return "Windows keeps it for itself"
  return null
}

/** The name of a run, if it is one folder and stays in the folder of its logs, on every system. */
export const checkRunName = (name: string): Effect.Effect<string, UnsafeName> => {
  const reason = nameComplaint(name)
  return reason === null
    ? Effect.succeed(name)
    : Effect.fail(new UnsafeName({ name, message: `${JSON.stringify(name)} cannot be the name of a run: ${reason}` }))
}

/** A new name that sorts by time (UTC), such as `nb201-20261125-104312-a1b2`. */
export const newRunName = (space: string): Effect.Effect<string> =>
  Effect.gen(function*() {
    const digits = new Date(yield* Clock.currentTimeMillis).toISOString().replace(/\D/g, "")
    const prefix = space.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40)
    const random = yield* Effect.sync(() => randomBytes(2).toString("hex"))
    return `${prefix === "" ? "run" : prefix}-${digits.slice(0, 8)}-${digits.slice(8, 14)}-${random}`
  })
