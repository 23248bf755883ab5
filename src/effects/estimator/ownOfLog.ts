import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import type { EstimatorConfiguration } from "../../core/search/configuration.ts"
import { type LocalSettings, readLocalSettings, remember } from "../log/localSettings.ts"
import { standardInput } from "../log/locateLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { isKept, keepCode, keptFile } from "./keptCode.ts"
import { readOwnCode } from "./ownCode.ts"
import { loadOwnEstimator } from "./ownEstimator.ts"
import { loadedEstimator, type OwnIdentity } from "./ownEstimators.ts"
import { OwnEstimatorError } from "./OwnEstimatorError.ts"

type Named = Pick<EstimatorConfiguration, "name" | "own">

/** The user's own estimator that a configuration stands on; null where it names another one. */
export const ownIn = ({ name, own }: Named): OwnIdentity | null => (name === "own" ? own : null)

/** Where the file of a log's own estimator was last found on this machine, and what it holds now. */
const rememberedFile = Effect.fnUntraced(function*(logFolder: string) {
  const { estimator } = yield* Effect.orElseSucceed(readLocalSettings(logFolder), (): LocalSettings => ({}))
  if (estimator === undefined) return null
  const digest = yield* Effect.promise(() => readOwnCode(estimator).then((code) => code.digest, () => null))
  return { path: estimator, digest }
})

const give = (digest: string) => `give the file of digest ${digest.slice(0, 12)}... with --estimator FILE`

/** Loads the code from the copy that the log keeps, or from the file that it was made with. */
const found = Effect.fnUntraced(function*(
  logFolder: string,
  { digest, file }: OwnIdentity
): Effect.fn.Return<void, OwnEstimatorError> {
  const kept = yield* keptFile(logFolder, digest)
  const copy = kept === null ? null : yield* Effect.result(loadOwnEstimator(kept, "shape"))
  if (loadedEstimator(digest) !== undefined) return
  const remembered = yield* rememberedFile(logFolder)
  if (remembered?.digest === digest) {
    yield* loadOwnEstimator(remembered.path)
    return
  }
  const where = remembered === null ? "whose file is not known here"
    : remembered.digest === null ? `which is not at ${remembered.path} any more`
    : `of which ${remembered.path} holds other code by now`
  const none = copy?._tag === "Failure"
    ? `its copy beside the log is of no use (${copy.failure.message})`
    : "no copy of it is left beside the log"
  return yield* new OwnEstimatorError({
    message: `${logFolder} was made with the estimator ${file}, ${where}, and ${none}: ${give(digest)}`
  })
})

/**
 * Makes the estimator that a log (its events in `file`, `-` for standard input) was made with known to
 * `environment()`, where it is a user's own and not loaded yet.
 */
export const readyOwn = Effect.fnUntraced(function*(
  file: string,
  estimator: Named
): Effect.fn.Return<void, OwnEstimatorError> {
  const own = ownIn(estimator)
  if (own === null || loadedEstimator(own.digest) !== undefined) return
  if (file !== standardInput) return yield* found(dirname(file), own)
  return yield* new OwnEstimatorError({
    message: `this log was made with the estimator ${own.file}: ${give(own.digest)}`
  })
})

/** The file of a log's own estimator where it holds other code by now; null where it does not. */
export const changedOwn = Effect.fnUntraced(function*(logFolder: string, estimator: Named) {
  const own = ownIn(estimator)
  const remembered = own === null ? null : yield* rememberedFile(logFolder)
  const isChanged = remembered !== null && remembered.digest !== null && remembered.digest !== own?.digest
  return isChanged ? remembered.path : null
})

/** Keeps the code of the estimator beside the log, and remembers where its file lies. */
export const keepOwn = Effect.fnUntraced(function*(
  logFolder: string,
  estimator: Named
): Effect.fn.Return<void, LogWriteFailed> {
  const code = loadedEstimator(ownIn(estimator)?.digest ?? "")?.code
  if (code === undefined) return
  yield* keepCode(logFolder, code)
  if (!isKept(code)) yield* remember(logFolder, { estimator: code.path })
})
