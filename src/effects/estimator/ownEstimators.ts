import type { OwnEstimator } from "../../core/estimator/own.ts"
import type { EstimatorConfiguration } from "../../core/search/configuration.ts"
import type { OwnCode } from "./ownCode.ts"

/** What a log says of a user's own estimator. */
export type OwnIdentity = NonNullable<EstimatorConfiguration["own"]>

/** A user's own estimator, loaded. */
export interface LoadedEstimator {
  readonly make: OwnEstimator
  readonly identity: OwnIdentity
  readonly code: OwnCode
}

const byDigest = new Map<string, LoadedEstimator>()
const makes = new Map<string, OwnEstimator>()

/**
 * Users' own estimators that this thread has loaded, by the digest of their code: what `environment` hands to the
 * folds. What stands under a digest never changes.
 */
export const ownEstimators: ReadonlyMap<string, OwnEstimator> = makes

export const loadedEstimator = (digest: string): LoadedEstimator | undefined => byDigest.get(digest)

export const addEstimator = (loaded: LoadedEstimator): void => {
  const { digest } = loaded.identity
  if (byDigest.has(digest)) return
  byDigest.set(digest, loaded)
  makes.set(digest, loaded.make)
}
