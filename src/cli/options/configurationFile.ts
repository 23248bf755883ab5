import * as Effect from "effect/Effect"
import * as Either from "fp-ts/lib/Either.js"
import type { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { UsageError } from "../UsageError.ts"
import { decodeChanges } from "./configurationChanges.ts"
import { readJsonFile } from "./jsonFile.ts"
import { problemSentence } from "./problemSentence.ts"

/** The changes that a JSON file asks for. Strict: an unknown or ill-typed option is an error that names it. */
export const readConfigurationFile = Effect.fnUntraced(
  function*(file: string): Effect.fn.Return<ConfigurationChanges, UsageError> {
    const decoded = decodeChanges(yield* readJsonFile(file, "the configuration file"))
    if (Either.isRight(decoded)) return decoded.right
    return yield* new UsageError({ message: `the configuration file ${file}: ${problemSentence(decoded.left[0]!)}` })
  }
)
