import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { ioCode, ioReason } from "./ioReason.ts"
import { logFileName } from "./locateLog.ts"
import { LogUnreadable } from "./logErrors.ts"

/** A folder that holds a log. */
export interface Run {
  readonly name: string
  readonly folder: string
  readonly file: string
}

const isFile = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false)

/** The runs in a folder, by name. A folder that does not exist has none; neither has one without a log in it. */
export const listRuns = (folder: string): Effect.Effect<readonly Run[], LogUnreadable> =>
  Effect.tryPromise({
    try: async () => {
      const names = await readdir(folder).catch((cause: unknown) => {
        if (ioCode(cause) === "ENOENT") return []
        throw cause
      })
      const runs = names.toSorted().map((name): Run => {
        const inside = join(folder, name)
        return { name, folder: inside, file: join(inside, logFileName) }
      })
      const logged = await Promise.all(runs.map((run) => isFile(run.file)))
      return runs.filter((_, i) => logged[i])
    },
    catch: (cause) => new LogUnreadable({ path: folder, message: `${folder} cannot be read: ${ioReason(cause)}` })
  })
