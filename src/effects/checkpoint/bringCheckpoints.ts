import { link, realpath } from "node:fs/promises"
import * as Effect from "effect/Effect"
import { makeFolders, noHardLinks, syncFolder } from "../log/durably.ts"
import { ioCode } from "../log/ioReason.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { writing } from "../log/writing.ts"
import type { CheckpointError } from "./checkpointError.ts"
import { checkpointFile, checkpointFolder } from "./checkpointFile.ts"
import { readCheckpoint, unreadable } from "./checkpoints.ts"
import { saveCheckpoint } from "./saveCheckpoint.ts"

const way = "make the folder writable, or choose another place with --out"

type BringError = CheckpointError | LogWriteFailed

/** Whether the file is in both places now; false: it has to be copied. */
const linked = (from: string, to: string): Effect.Effect<boolean, BringError> =>
  Effect.flatMap(
    Effect.tryPromise({ try: () => realpath(from), catch: (cause) => unreadable(from, cause) }),
    (real) => writing(to, way, async () => {
      try {
        await link(real, to)
        return true
      } catch (cause) {
        if (noHardLinks.has(ioCode(cause))) return false
        if (ioCode(cause) === "EEXIST") return true
        throw cause
      }
    })
  )

/**
 * Gives a fork the checkpoints of its parent that it needs. Hard links share the space until both have pruned them;
 * where links do not work, the checkpoints are read, checked and saved again. Durable when it succeeds.
 */
export const bringCheckpoints = (
  fromFolder: string,
  toFolder: string,
  digests: readonly string[]
): Effect.Effect<void, BringError> =>
  Effect.gen(function*() {
    if (digests.length === 0) return
    const folder = checkpointFolder(toFolder)
    yield* writing(folder, way, () => makeFolders(folder, () => {}))
    for (const digest of digests) {
      const from = yield* checkpointFile(fromFolder, digest)
      const to = yield* checkpointFile(toFolder, digest)
      if (!(yield* linked(from, to))) yield* saveCheckpoint(toFolder, yield* readCheckpoint(fromFolder, digest))
    }
    yield* writing(folder, way, () => syncFolder(folder))
  })
