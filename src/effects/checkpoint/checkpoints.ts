import { readdir, readFile, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { ioCode, ioReason } from "../log/ioReason.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { sha256 } from "../log/sha256.ts"
import { writing } from "../log/writing.ts"
import { CheckpointError } from "./checkpointError.ts"
import { checkpointFile, checkpointFolder, isDigest } from "./checkpointFile.ts"

const way = "what is needed is trained again from the checkpoint before it"

const damaged = (file: string, what: string) =>
  new CheckpointError({ file, kind: "damaged", message: `${file} ${what}; ${way}` })

/** A checkpoint that should be in a file, and the system's reason why it is not read. */
export const unreadable = (file: string, cause: unknown): CheckpointError =>
  ioCode(cause) === "ENOENT"
    ? new CheckpointError({ file, kind: "missing", message: `${file} is missing; ${way}` })
    : new CheckpointError({ file, kind: "unreadable", message: `${file} cannot be read: ${ioReason(cause)}; mend that and try again` })

const reading = <A>(file: string, calls: () => Promise<A>): Effect.Effect<A, CheckpointError> =>
  Effect.tryPromise({ try: calls, catch: (cause) => (cause instanceof CheckpointError ? cause : unreadable(file, cause)) })

/** A checkpoint's content, which is what its name says to the last bit. */
export const readCheckpoint = (runFolder: string, digest: string): Effect.Effect<Uint8Array, CheckpointError> =>
  Effect.flatMap(checkpointFile(runFolder, digest), (file) => reading(file, async () => {
    // A folder, or a pipe that nobody writes to, would not end with a sentence, or not at all.
    if (!(await stat(file)).isFile()) throw damaged(file, "is not a file")
    const content = await readFile(file)
    if (content.length === 0) throw damaged(file, "is empty")
    if (sha256(content) !== digest) throw damaged(file, "was cut or changed: its content has another SHA-256 than its name")
    return content
  }))

/** The checkpoints that lie beside a log, and their sizes in bytes, by name. None where nothing was saved. */
export const checkpointSizes = (runFolder: string): Effect.Effect<ReadonlyMap<string, number>, CheckpointError> => {
  const folder = checkpointFolder(runFolder)
  return reading(folder, async () => {
    const names = await readdir(folder).catch((cause: unknown) => {
      if (ioCode(cause) === "ENOENT") return []
      throw cause
    })
    const sizes = new Map<string, number>()
    for (const name of names.filter(isDigest).toSorted()) sizes.set(name, (await stat(join(folder, name))).size)
    return sizes
  })
}

/** Frees a checkpoint. One that is gone already stays gone. */
export const removeCheckpoint = (runFolder: string, digest: string): Effect.Effect<void, CheckpointError | LogWriteFailed> =>
  Effect.flatMap(checkpointFile(runFolder, digest), (file) =>
    writing(file, "make its folder writable and run the command again", () => rm(file, { force: true })))
