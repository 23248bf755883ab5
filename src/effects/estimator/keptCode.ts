import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { cp, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join, relative, sep } from "node:path"
import { FileName, Sha256Digest } from "../../core/codec/text.ts"
import { ioReason } from "../log/ioReason.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { writing } from "../log/writing.ts"
import { type OwnCode, OutsideError, readOwnCode } from "./ownCode.ts"

/**
 * A log keeps the code of users' own estimators in `estimators/` beside it, each under its digest as a package of its
 * own: so it can be replayed, gone on with and forked after the file was changed, moved or lost. It is a copy, and no
 * fact: whatever is wrong with it, the file itself does as well.
 */
const folderOf = (logFolder: string): string => join(logFolder, "estimators")

const wayOut = "the log itself is not affected"

/** The deepest folder that holds all of these files. */
const commonFolder = (paths: readonly string[]): string => {
  const [first, ...others] = paths.map((path) => dirname(path).split(sep))
  const shared = others.reduce((folders, other) => {
    const end = folders.findIndex((name, i) => name !== other[i])
    return end < 0 ? folders : folders.slice(0, end)
  }, first!)
  return shared.join(sep) || sep
}

const writeCode = async (target: string, { path, sources, packageType }: OwnCode): Promise<void> => {
  const draft = `${target}.${process.pid}.new`
  const root = commonFolder([...sources.keys()])
  try {
    for (const [source, content] of sources) {
      const copy = join(draft, "source", relative(root, source))
      await mkdir(dirname(copy), { recursive: true })
      await writeFile(copy, content)
    }
    const main = join("source", relative(root, path)).split(sep).join("/")
    const manifest = { ...(packageType === null ? {} : { type: packageType }), main }
    await writeFile(join(draft, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`)
    await rm(target, { recursive: true, force: true })
    await rename(draft, target)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Whether a file is such a copy. */
export const isKept = ({ path, digest }: Pick<OwnCode, "path" | "digest">): boolean =>
  path.split(sep).join("/").includes(`/estimators/${digest}/source/`)

/** What a log keeps under a digest: code of this digest, or why there is none to be had from it; null where nothing. */
export type Kept = { readonly code: OwnCode } | { readonly wrong: string } | null

/** The copy's file as its `package.json` has it; null where that is none of ours. */
const mainOf = (manifest: string): string | null => {
  try {
    const { main } = JSON.parse(manifest) as { readonly main?: unknown }
    return typeof main === "string" && /^source\/.*\.[mc]?[tj]s$/s.test(main) ? main : null
  } catch {
    return null
  }
}

const readKept = async (logFolder: string, digest: string): Promise<Kept> => {
  const folder = join(folderOf(logFolder), digest)
  const manifest = await readFile(join(folder, "package.json"), "utf8").catch(() => null)
  if (manifest === null) return null
  const main = mainOf(manifest)
  if (main === null) return { wrong: "was changed (its package.json names no file of it)" }
  try {
    // Neither a symbolic link nor a path may lead to what the copy does not hold.
    const root = join(folderOf(await realpath(logFolder)), digest, "source")
    const code = await readOwnCode(join(folder, main), root)
    if (!FileName.is(code.file)) return { wrong: "was changed (its file has another name)" }
    return code.digest === digest
      ? { code }
      : { wrong: `was changed (its digest is ${code.digest.slice(0, 12)}...)` }
  } catch (error) {
    return { wrong: error instanceof OutsideError ? `was changed (${error.message})` : `cannot be read (${ioReason(error)})` }
  }
}

/** Reads the copy that a log keeps of an estimator. Nothing of it is run. */
export const keptCode = (logFolder: string, digest: string): Effect.Effect<Kept> =>
  Effect.promise(async () => (Sha256Digest.is(digest) ? readKept(logFolder, digest) : null))

/** Where that copy lies, in short. */
export const keptPlace = (logFolder: string, digest: string): string =>
  join(folderOf(logFolder), `${digest.slice(0, 12)}...`)

/** Keeps the code beside a log, unless it is kept there already. A copy that was changed is replaced. */
export const keepCode = Effect.fnUntraced(function*(logFolder: string, code: OwnCode): Effect.fn.Return<void, LogWriteFailed> {
  const kept = yield* keptCode(logFolder, code.digest)
  if (kept !== null && "code" in kept) return
  const target = join(folderOf(logFolder), code.digest)
  yield* writing(target, wayOut, () => writeCode(target, code))
})

/** Copies what a parent's log keeps to its fork. */
export const bringKept = (parentFolder: string, folder: string): Effect.Effect<void, LogWriteFailed> => {
  const [from, to] = [folderOf(parentFolder), folderOf(folder)]
  return existsSync(from)
    ? writing(to, wayOut, () => cp(from, to, { recursive: true, force: false }))
    : Effect.void
}
