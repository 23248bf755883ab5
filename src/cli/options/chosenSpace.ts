import * as Effect from "effect/Effect"
import { readSpace } from "../../core/architecture/readSpace.ts"
import type { Space } from "../../core/architecture/space.ts"
import { builtInSpaces, spaceByName } from "../../core/architecture/spaces/builtIn.ts"
import { didYouMean } from "../closest.ts"
import { UsageError } from "../UsageError.ts"
import { readJsonFile } from "./jsonFile.ts"

const names = builtInSpaces.map(({ name }) => name)

/** A space by name, or from a JSON file. */
export const chosenSpace = Effect.fnUntraced(function*(given: string): Effect.fn.Return<Space, UsageError> {
  const builtIn = spaceByName(given)
  if (builtIn !== null) return builtIn
  const json = yield* readJsonFile(given, "the space").pipe(Effect.mapError((error) =>
    /[./\\]/.test(given) ? error : new UsageError({
      message: `there is no space ${given}; ${didYouMean(given, names, `use ${names.join(", ")} or a JSON file`)}`
    })))
  const space = readSpace(json)
  if (space._tag === "Left") return yield* new UsageError({ message: `${given} is not a search space: ${space.left}` })
  return space.right
})
