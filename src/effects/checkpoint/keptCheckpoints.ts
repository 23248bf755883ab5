import * as Effect from "effect/Effect"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { checkpointSizes } from "./checkpoints.ts"

/** Those of a log's checkpoints whose files are still there; none where their folder cannot be read. */
export const keptCheckpoints = (
  runFolder: string, saved: readonly SavedCheckpoint[]
): Effect.Effect<readonly SavedCheckpoint[]> =>
  checkpointSizes(runFolder).pipe(
    Effect.map((files) => saved.filter(({ checkpoint }) => files.has(checkpoint))),
    Effect.orElseSucceed(() => [])
  )
