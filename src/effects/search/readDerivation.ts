import * as Effect from "effect/Effect"
import { deriveArchitecture, deriveGenotype, genotypeText, type Ranking } from "../../core/architecture/derive.ts"
import type { Genotype } from "../../core/architecture/genotype.ts"
import { printArchitecture } from "../../core/architecture/notation.ts"
import type { Environment } from "../../core/environment.ts"
import { derivationParameters } from "../../core/search/derivation.ts"
import { readSummary } from "./readSummary.ts"
import type { StateError } from "./stateOfLog.ts"

/** What A stands for (the best measured architecture where A has not moved), in every notation that the space has. */
export interface ReadDerivation {
  readonly log: string
  readonly steps: number
  readonly ranking: Ranking
  readonly genotype: string | null
  /** the genotype cell by cell, where the space derives one */
  readonly cells: Genotype | null
  /** one operation an edge, in the notation of the space */
  readonly architecture: string
}

/** The genotype after a log, or after its first `at` measured steps; `ranking` overrides the configuration's. */
export const readDerivation = Effect.fnUntraced(function*(
  environment: Environment,
  log: string,
  at: number | undefined,
  given: Ranking | undefined
): Effect.fn.Return<ReadDerivation, StateError> {
  const { search } = yield* readSummary(environment, log, at)
  const { space, configuration } = search.setting
  const parameters = derivationParameters(search)
  const ranking = given ?? configuration.ranking
  return {
    log,
    steps: search.measured,
    ranking,
    genotype: genotypeText(space, parameters, ranking),
    cells: deriveGenotype(space, parameters, ranking),
    architecture: printArchitecture(space, deriveArchitecture(space, parameters, ranking))
  }
})
