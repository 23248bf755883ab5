import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { bringCheckpoints } from "../checkpoint/bringCheckpoints.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { Notice } from "./Notice.ts"

/** What a log says that it pruned, anywhere. */
const prunedOf = (file: string): Effect.Effect<ReadonlySet<string>, LogReadError> =>
  foldLog(file, new Set<string>(), (gone, { event }) => {
    if (event.type === "pruned") for (const checkpoint of event.data.checkpoints) gone.add(checkpoint)
    return gone
  })

/**
 * Brings the checkpoints that stand at a fork's place from its parent's folder. One that cannot be brought is told, and
 * does not hinder the fork; those that the parent pruned later are given back, for the fork to say so too.
 */
export const bringStanding = Effect.fnUntraced(function*(
  parentFile: string,
  folder: string,
  standing: readonly SavedCheckpoint[]
): Effect.fn.Return<readonly string[], LogReadError | LogWriteFailed> {
  const notice = yield* Notice
  const gone = yield* prunedOf(parentFile)
  const names = [...new Set(standing.map(({ checkpoint }) => checkpoint))]
  const pruned: string[] = []
  for (const name of names) {
    yield* bringCheckpoints(dirname(parentFile), folder, [name]).pipe(
      Effect.catchTag("CheckpointError", (error) => {
        if (!gone.has(name)) return notice.tell(error.message)
        pruned.push(name)
        return Effect.void
      })
    )
  }
  return pruned
})
