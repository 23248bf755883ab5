import * as Effect from "effect/Effect"
import { realpath } from "node:fs/promises"
import { dirname } from "node:path"
import type { EstimatorConfiguration } from "../../core/search/configuration.ts"
import { type LocalSettings, readLocalSettings, remember } from "../log/localSettings.ts"
import { standardInput } from "../log/locateLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { Notice } from "../search/Notice.ts"
import { isKept, keepCode, keptCode, keptPlace } from "./keptCode.ts"
import { isWithin, readOwnCode } from "./ownCode.ts"
import { loadOwnCode } from "./ownEstimator.ts"
import { loadedEstimator, type OwnIdentity } from "./ownEstimators.ts"
import { OwnEstimatorError } from "./OwnEstimatorError.ts"

type Named = Pick<EstimatorConfiguration, "name" | "own">

/** The user's own estimator that a configuration stands on; null where it names another one. */
export const ownIn = ({ name, own }: Named): OwnIdentity | null => (name === "own" ? own : null)

/** Where the file of a log's own estimator was last found on this machine, and what it holds now; it is not run. */
const rememberedFile = Effect.fnUntraced(function*(logFolder: string) {
  const { estimator } = yield* Effect.orElseSucceed(readLocalSettings(logFolder), (): LocalSettings => ({}))
  if (estimator === undefined) return null
  const code = yield* Effect.promise(() => readOwnCode(estimator).catch(() => null))
  return { path: estimator, code, digest: code?.digest ?? null }
})

const give = (digest: string) => `give the file of digest ${digest.slice(0, 12)}... with --estimator FILE`

/** Who gets a log from somebody else gets code with it: that it is run is told before. */
const tellRun = Effect.fnUntraced(function*(file: string, place: string) {
  const { tell } = yield* Notice
  yield* tell(`runs ${file} as it is kept in ${place}: take logs that bring code only from people whose programs you would run`)
})

const liesIn = (logFolder: string, path: string) =>
  Effect.promise(() => realpath(logFolder).then((folder) => isWithin(folder, path), () => true))

/**
 * Loads the code from the file that the log was made with, or from the copy that the log keeps. No code is run before
 * its digest is known to be the log's.
 */
const found = Effect.fnUntraced(function*(
  logFolder: string,
  { digest, file }: OwnIdentity
): Effect.fn.Return<void, OwnEstimatorError> {
  const remembered = yield* rememberedFile(logFolder)
  const theirs = remembered?.code ?? null
  if (theirs?.digest === digest) {
    // The settings that name it may have come with the log, too.
    if (yield* liesIn(logFolder, theirs.path)) yield* tellRun(theirs.file, dirname(theirs.path))
    yield* loadOwnCode(theirs, "shape")
    return
  }
  const kept = yield* keptCode(logFolder, digest)
  if (kept !== null && "code" in kept) {
    yield* tellRun(kept.code.file, keptPlace(logFolder, digest))
    yield* loadOwnCode(kept.code, "shape")
    return
  }
  const where = remembered === null ? "whose file is not known here"
    : remembered.digest === null ? `which is not at ${remembered.path} any more`
    : `of which ${remembered.path} holds other code by now`
  const none = kept === null ? "no copy of it is left beside the log" : `its copy beside the log ${kept.wrong} and is not run`
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
