import { open, readdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { isLeft } from "fp-ts/lib/Either.js"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import { decodeStrict } from "../../core/codec/decodeStrict.ts"
import { problemText } from "../../core/codec/problem.ts"
import { syncFolder } from "../log/durably.ts"
import { ioCode, ioReason } from "../log/ioReason.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { writing } from "../log/writing.ts"
import { StudyError } from "./StudyError.ts"
import { variantFolder } from "./study.ts"
import { StudyFile } from "./studyFile.ts"

/** The study of a folder, as it was last run: its file in canonical form. */
export const studyFileOf = (folder: string): string => join(folder, "study.json")

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The study that a folder was begun with; null where there is none. */
export const readBegun = (folder: string): Effect.Effect<StudyFile | null, StudyError> => {
  const file = studyFileOf(folder)
  const refuse = (reason: string) => Effect.fail(new StudyError({
    message: `${file} ${reason}; delete it, and \`pvll study run\` with the study's file writes it again`
  }))
  return Effect.tryPromise({ try: () => readFile(file, "utf8"), catch: (cause) => cause }).pipe(
    Effect.matchEffect({
      onFailure: (cause) => (ioCode(cause) === "ENOENT" ? Effect.succeed(null) : refuse(`cannot be read: ${ioReason(cause)}`)),
      onSuccess: (text) => {
        const json = parse(text)
        if (json === undefined) return refuse("is not JSON")
        const decoded = decodeStrict(StudyFile, json)
        if (!isLeft(decoded)) return Effect.succeed(decoded.right)
        const problem = decoded.left[0]
        return refuse(`holds no study${problem === undefined ? "" : ` (${problemText(problem)})`}`)
      }
    })
  )
}

/** Keys in order, so that equal studies have equal files, and indented for people. */
const canonicalText = (file: StudyFile): string =>
  `${JSON.stringify(JSON.parse(canonicalJson(StudyFile.encode(file))), null, 2)}\n`

/** Writes down which study a folder holds, at once or not at all. */
export const keepBegun = (folder: string, file: StudyFile): Effect.Effect<void, LogWriteFailed> => {
  const target = studyFileOf(folder)
  const temporary = `${target}.new`
  return writing(target, "choose another place with --out", async () => {
    await rm(temporary, { force: true })
    const handle = await open(temporary, "wx")
    try {
      await handle.writeFile(canonicalText(file))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
    await syncFolder(folder)
  })
}

const hasFiles = (folder: string): Effect.Effect<boolean> =>
  Effect.promise(() => readdir(folder).then((names) => names.length > 0, () => false))

const isListed = ({ base }: StudyFile): boolean => base?.data !== undefined && typeof base.data !== "string"

const wayOut = "put it back, or give the study another name"

/** Variants and data sets of the folder's study whose runs are there, and which the file at `path` lacks. */
export const missingFromFile = Effect.fnUntraced(function*(
  folder: string,
  begun: StudyFile,
  path: string,
  file: StudyFile
): Effect.fn.Return<string | null> {
  const names = new Set(file.variants.map(({ name }) => name))
  for (const { name } of begun.variants) {
    if (!(yield* hasFiles(variantFolder(folder, name)))) continue
    if (!names.has(name)) return `${folder} holds runs of the variant ${name}, which ${path} lacks: ${wayOut}`
    if (isListed(begun) !== isListed(file)) {
      return `${folder} was begun with ${isListed(begun) ? "a list of data sets" : "one data set"}, and ${path} has `
        + `${isListed(file) ? "a list of them" : "a single one"} in base.data: ${wayOut}`
    }
  }
  return null
})
