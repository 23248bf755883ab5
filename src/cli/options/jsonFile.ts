import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { ioReason } from "../../effects/log/ioReason.ts"
import { UsageError } from "../UsageError.ts"
import { jsonError } from "./jsonError.ts"

/** The JSON in a file; `what` names it in the sentence that says why it cannot be read, and where. */
export const readJsonFile = Effect.fnUntraced(function*(file: string, what: string): Effect.fn.Return<unknown, UsageError> {
  const text = yield* Effect.tryPromise({
    try: () => readFile(file, "utf8"),
    catch: (error) => new UsageError({ message: `cannot read ${what} ${file}: ${ioReason(error)}` })
  })
  const plain = text.replace(/^\ufeff/, "")
  return yield* Effect.try({
    try: (): unknown => JSON.parse(plain),
    catch: () => {
      const error = jsonError(plain)
      const where = error === null ? "" : ` in line ${error.line}, column ${error.column}: ${error.expected} is expected there`
      return new UsageError({ message: `${what} ${file} is not JSON${where}` })
    }
  })
})
