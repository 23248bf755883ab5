import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Environment } from "../../core/environment.ts"
import { isOtherCoreVersion, type ReplayDivergence, replayFact } from "../../core/history/replay.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import { isFact } from "../../core/search/event.ts"
import type { State } from "../../core/search/state.ts"
import { computed } from "../estimator/computed.ts"
import { readyOwn } from "../estimator/ownOfLog.ts"
import { locateLog } from "../log/locateLog.ts"
import { estimatorAfter, keptEvents, mendedFork, type StateError } from "./stateOfLog.ts"

/** Whether everything that the core computed for a log comes out again; if not, where it does not. */
export interface ReplayVerification {
  readonly verified: boolean
  readonly divergence: (ReplayDivergence & { readonly seq: number; readonly cause: "core" }) | null
  /** facts that were computed again or checked */
  readonly facts: number
}

/**
 * Computes a log (or its first `at` measured steps) again, without snapshots, and ends at the first fact that does not
 * fit. `onStep` hears of each measured step.
 */
export const verifyReplay = Effect.fnUntraced(function*(
  environment: Environment,
  log: string,
  at: number | undefined,
  onStep: (step: number) => void
): Effect.fn.Return<ReplayVerification, StateError> {
  const file = yield* locateLog(log)
  const check = replayFact(environment)
  let state: State = null
  let estimator: ReturnType<typeof estimatorAfter> = null
  let facts = 0
  let divergence: ReplayVerification["divergence"] = null
  yield* keptEvents(log, at).pipe(
    Stream.takeWhile(() => divergence === null),
    Stream.runForEach(Effect.fnUntraced(function*({ seq, event }) {
      // takeWhile has let a whole chunk of events pass before the first of them is checked
      if (divergence !== null || !isFact(event)) return
      estimator = estimatorAfter(estimator, event)
      if (estimator !== null) yield* readyOwn(file, estimator)
      const next = yield* computed(() => check(state, event), () => mendedFork(log, state?.measured ?? 0))
      facts++
      if (next._tag === "Left") {
        divergence = { ...next.left, seq, cause: "core" }
      } else if (isOtherCoreVersion(next.right)) {
        const theirs = next.right?.setting.core
        divergence = { seq, step: 0, cause: "core", found: `core version ${theirs}`, expected: `core version ${coreVersion}` }
      } else {
        state = next.right
        if (event.type === "learned") onStep(event.data.step)
        if (event.type === "measured") yield* Effect.yieldNow
      }
    }))
  )
  return { verified: divergence === null, divergence, facts }
})
