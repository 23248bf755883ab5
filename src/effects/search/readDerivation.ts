import * as Effect from "effect/Effect"
import { deriveArchitecture, deriveGenotype, genotypeText, type Ranking } from "../../core/architecture/derive.ts"
import type { Genotype } from "../../core/architecture/genotype.ts"
import { printArchitecture } from "../../core/architecture/notation.ts"
import type { Environment } from "../../core/environment.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { readSummary } from "./readSummary.ts"
import type { SearchError } from "./SearchError.ts"

/** What A stands for, in every notation that the space has. */
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
): Effect.fn.Return<ReadDerivation, LogReadError | SearchError> {
  const { search } = yield* readSummary(environment, log, at)
  const { setting: { space, configuration }, architectureParameters: A } = search
  const ranking = given ?? configuration.ranking
  return {
    log,
    steps: search.measured,
    ranking,
    genotype: genotypeText(space, A, ranking),
    cells: deriveGenotype(space, A, ranking),
    architecture: printArchitecture(space, deriveArchitecture(space, A, ranking))
  }
})
