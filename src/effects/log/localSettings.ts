import { open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { isLeft } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { decodeStrict } from "../../core/codec/decodeStrict.ts"
import { problemText } from "../../core/codec/problem.ts"
import { syncFolder } from "./durably.ts"
import { ioCode, ioReason } from "./ioReason.ts"
import type { LogWriteFailed } from "./logErrors.ts"
import { writing } from "./writing.ts"

/** Where things lie on this machine: never a fact, and options override it. */
export const LocalSettings = t.exact(t.partial({
  /** the file of a table trainer */
  table: t.string,
  /** how that file is read: its columns, and what may be missing */
  tableOptions: t.exact(t.partial({
    architectureColumn: t.union([t.string, t.undefined]),
    lossColumn: t.union([t.string, t.undefined]),
    accuracyColumn: t.union([t.string, t.undefined]),
    testColumn: t.union([t.string, t.undefined]),
    percent: t.union([t.boolean, t.undefined]),
    allowMissing: t.union([t.boolean, t.undefined])
  })),
  /** the folder or file of the data set */
  data: t.string,
  /** what an engine that has a choice computed on last */
  device: t.string,
  /** the command of a command trainer */
  command: t.string,
  /** the file of a user's own estimator */
  estimator: t.string
}), "LocalSettings")
export type LocalSettings = t.TypeOf<typeof LocalSettings>

/** `local.json` is there and cannot be used. */
export class LocalSettingsError extends Schema.TaggedError<LocalSettingsError>()("LocalSettingsError", {
  file: Schema.String,
  message: Schema.String
}) {}

export const localSettingsFile = (folder: string): string => join(folder, "local.json")

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The settings beside a log; none where there is no such file. */
export const readLocalSettings = (folder: string): Effect.Effect<LocalSettings, LocalSettingsError> => {
  const file = localSettingsFile(folder)
  const refuse = (reason: string) =>
    Effect.fail(new LocalSettingsError({ file, message: `${file} ${reason}; mend or delete it, and give the paths as options` }))
  return Effect.tryPromise({ try: () => readFile(file, "utf8"), catch: (cause) => cause }).pipe(
    Effect.matchEffect({
      onFailure: (cause) => (ioCode(cause) === "ENOENT" ? Effect.succeed({}) : refuse(`cannot be read: ${ioReason(cause)}`)),
      onSuccess: (text) => {
        const json = parse(text)
        if (json === undefined) return refuse("is not JSON")
        const decoded = decodeStrict(LocalSettings, json)
        if (!isLeft(decoded)) return Effect.succeed(decoded.right)
        const problem = decoded.left[0]
        return refuse(`does not hold local settings${problem ? `: ${problemText(problem)}` : ""}`)
      }
    })
  )
}

/** Adds settings to those beside a log; nothing is written where there is nothing to add. */
export const remember = (folder: string, settings: LocalSettings): Effect.Effect<void, LogWriteFailed> =>
  Object.keys(settings).length === 0
    ? Effect.void
    : Effect.flatMap(
      Effect.orElseSucceed(readLocalSettings(folder), () => ({})),
      (known) => writeLocalSettings(folder, { ...known, ...settings })
    )

/** Replaces the settings beside a log, at once or not at all. */
export const writeLocalSettings = (folder: string, settings: LocalSettings): Effect.Effect<void, LogWriteFailed> => {
  const file = localSettingsFile(folder)
  const draft = `${file}.new`
  return writing(file, "the log itself is not affected", async () => {
    await rm(draft, { force: true })
    const handle = await open(draft, "wx")
    try {
      await handle.writeFile(`${JSON.stringify(LocalSettings.encode(settings), null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
    await syncFolder(folder)
  })
}
