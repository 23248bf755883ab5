import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { unsound } from "../../core/search/unsound.ts"
import { computed } from "../estimator/computed.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import type { Study } from "./study.ts"

/** Options of a variant that make no search together, in one sentence; null where there are none. */
export const unsoundCell = Effect.fnUntraced(function*(
  environment: Environment,
  { path, cells }: Study
): Effect.fn.Return<string | null, OwnEstimatorError> {
  for (const { variant, request: { space, configuration } } of cells) {
    const reason = yield* computed(() => unsound(environment, { space, seed: 0, configuration }))
    if (reason !== null) return `the study ${path}, the variant ${variant}: ${reason}`
  }
  return null
})
