import { join } from "node:path"
import * as Effect from "effect/Effect"
import { CheckpointError } from "./checkpointError.ts"

/** The folder of a run's checkpoints; it is made with the first one. */
export const checkpointFolder = (runFolder: string): string => join(runFolder, "checkpoints")

/** Whether this is a SHA-256 in hex, as checkpoints are named: nothing else becomes a part of a path. */
export const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/** Where a checkpoint stands. A digest that comes from a log could be anything; one that is none has no file. */
export const checkpointFile = (runFolder: string, digest: string): Effect.Effect<string, CheckpointError> => {
  const folder = checkpointFolder(runFolder)
  return isDigest(digest) ? Effect.succeed(join(folder, digest)) : Effect.fail(new CheckpointError({
    file: folder,
    kind: "not-a-digest",
    message: `${JSON.stringify(digest.slice(0, 80))} names no checkpoint in ${folder}: it is not a SHA-256 of 64 lower-case hex digits`
  }))
}
