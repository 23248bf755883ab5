import * as Effect from "effect/Effect"
import * as Either from "fp-ts/lib/Either.js"
import { readFile } from "node:fs/promises"
import type { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { ioReason } from "../../effects/log/ioReason.ts"
import { UsageError } from "../UsageError.ts"
import { decodeChanges } from "./configurationChanges.ts"
import { jsonError } from "./jsonError.ts"
import { problemSentence } from "./problemSentence.ts"

const parse = (file: string, text: string): Effect.Effect<unknown, UsageError> => {
  try {
    return Effect.succeed(JSON.parse(text))
  } catch {
    const error = jsonError(text)
    const where = error === null ? "" : ` in line ${error.line}, column ${error.column}: ${error.expected} is expected there`
    return Effect.fail(new UsageError({ message: `the configuration file ${file} is not JSON${where}` }))
  }
}

/** The changes that a JSON file asks for. Strict: an unknown or ill-typed option is an error that names it. */
export const readConfigurationFile = Effect.fnUntraced(
  function*(file: string): Effect.fn.Return<ConfigurationChanges, UsageError> {
    const text = yield* Effect.tryPromise({
      try: () => readFile(file, "utf8"),
      catch: (error) => new UsageError({ message: `cannot read the configuration file ${file}: ${ioReason(error)}` })
    })
    const decoded = decodeChanges(yield* parse(file, text.replace(/^\ufeff/, "")))
    if (Either.isRight(decoded)) return decoded.right
    return yield* new UsageError({ message: `the configuration file ${file}: ${problemSentence(decoded.left[0]!)}` })
  }
)
