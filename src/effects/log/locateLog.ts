import { stat } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { ioCode, ioReason } from "./ioReason.ts"
import { LogNotFound, LogUnreadable } from "./logErrors.ts"

/** The log's file in the folder of a run. */
export const logFileName = "events.ndjson"

/** What stands for standard input where a log is asked for. */
export const standardInput = "-"

const missing = (path: string, cause: unknown) =>
  ioCode(cause) === "ENOENT" || ioCode(cause) === "ENOTDIR"
    ? new LogNotFound({ path, message: `there is no log at ${path}; \`pvll ls\` lists the logs that there are` })
    : new LogUnreadable({ path, message: `${path} cannot be read: ${ioReason(cause)}` })

const look = (path: string) => Effect.tryPromise({ try: () => stat(path), catch: (cause) => cause })

/**
 * The file that a LOG argument means: the file itself, or `events.ndjson` in the folder; `-` stays as it is.
 * A path that is no folder may be a pipe.
 */
export const locateLog = (path: string): Effect.Effect<string, LogNotFound | LogUnreadable> => {
  if (path === standardInput) return Effect.succeed(path)
  return look(path).pipe(
    Effect.mapError((cause) => missing(path, cause)),
    Effect.flatMap((found) => {
      if (!found.isDirectory()) return Effect.succeed(path)
      const file = join(path, logFileName)
      const noLog = new LogNotFound({ path, message: `${path} is a folder without ${logFileName}, so no run has been logged there` })
      return look(file).pipe(
        Effect.mapError((cause) => (ioCode(cause) === "ENOENT" ? noLog : missing(file, cause))),
        Effect.flatMap((inside) => (inside.isDirectory() ? Effect.fail(noLog) : Effect.succeed(file)))
      )
    })
  )
}
