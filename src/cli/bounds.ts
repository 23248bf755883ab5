import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json } from "./options/common.ts"
import { needed, read } from "./options/flags.ts"
import { numberAboveZero, numberFromOne, numberFromZero, positiveInteger, probability } from "./options/readNumber.ts"
import { print, printJson } from "./output/print.ts"
import { UsageError } from "./UsageError.ts"

export const bounds = Command.make("bounds", {
  dimension: needed("dimension", "D", numberFromZero,
    "Pseudo-dimension of the estimators; of a linear one, the number of its free weights"),
  delta: needed("delta", "P", probability, "How likely the statements may fail, such as 0.05"),
  samples: needed("samples", "T", positiveInteger, "Architectures that are measured"),
  epsilon: read("epsilon", "E", numberAboveZero, "The error to reach: how many measurements does it take?"),
  population: read("population", "N", numberFromOne,
    "Architectures to choose from, such as 15625 (default: as many as --epsilon allows)"),
  json
}, Effect.fnUntraced(function*({ dimension, delta, samples, epsilon, population, json }) {
  const { bounds } = yield* load(() => import("../core/theory/bounds.ts"))
  const answer = bounds({
    dimension, delta, samples,
    epsilon: Option.getOrNull(epsilon), population: Option.getOrNull(population)
  })
  const beyond = [answer.samplesNeeded, answer.population, answer.labels].some((count) => count === Infinity)
  if (beyond || answer.bound === Infinity) {
    return yield* new UsageError({
      message: "these numbers lead beyond the largest number there is; use a larger --epsilon, or a smaller --dimension or --population"
    })
  }
  const { boundsText } = yield* load(() => import("./output/bounds.ts"))
  yield* json ? printJson(answer) : print(...boundsText(answer))
})).pipe(
  Command.withDescription("What Theorems 1 and 2 of the paper guarantee: how far an estimator's loss on T measured architectures may be from its loss on all, and how many measurements an error takes"),
  Command.withShortDescription("Theorems 1 and 2 in numbers"),
  Command.withExamples([
    { command: "pvll bounds --dimension 25 --delta 0.05 --samples 200", description: "A linear estimator after 200 measured networks of NAS-Bench-201" },
    { command: "pvll bounds --dimension 25 --delta 0.05 --samples 200 --epsilon 0.1 --population 15625", description: "What an error of 0.1 takes in that space" }
  ])
)
