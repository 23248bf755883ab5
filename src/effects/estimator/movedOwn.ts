import * as Effect from "effect/Effect"
import { foldLog, type LogReadError } from "../log/foldLog.ts"
import { standardInput } from "../log/locateLog.ts"
import { ownIn } from "./ownOfLog.ts"
import { loadOwnCode, readableOwn } from "./ownEstimator.ts"
import { OwnEstimatorError } from "./OwnEstimatorError.ts"

const short = (digest: string): string => `${digest.slice(0, 12)}...`

/** Digests of all users' own estimators that a log was ever searched with. */
const digestsIn = (log: string): Effect.Effect<ReadonlySet<string>, LogReadError> =>
  foldLog(log, new Set<string>(), (found, { event }) => {
    const { estimator } = event.type === "configured" || event.type === "reconfigured" ? event.data.configuration : {}
    const own = estimator === undefined ? null : ownIn({ name: "own", own: estimator.own ?? null })
    return own === null ? found : found.add(own.digest)
  })

/** Loads the file in which the estimator of a log lies now; one with other code is refused, and not run. */
export const loadMovedOwn = Effect.fnUntraced(function*(
  log: string,
  file: string
): Effect.fn.Return<void, LogReadError | OwnEstimatorError> {
  const code = yield* readableOwn(file)
  const digests = log === standardInput ? new Set([code.digest]) : yield* digestsIn(log)
  if (digests.has(code.digest)) {
    yield* loadOwnCode(code)
    return
  }
  return yield* new OwnEstimatorError({
    message: digests.size === 0
      ? `${log} was not made with an estimator of your own: leave --estimator out`
      : `${file} holds other code than ${log} was made with: its digest is ${short(code.digest)}, not ${
        [...digests].map(short).join(" or ")}`
  })
})
