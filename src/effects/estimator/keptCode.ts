import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join, relative, sep } from "node:path"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { writing } from "../log/writing.ts"
import type { OwnCode } from "./ownCode.ts"

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

/** Keeps the code beside a log, unless it is kept there already. */
export const keepCode = (logFolder: string, code: OwnCode): Effect.Effect<void, LogWriteFailed> => {
  const target = join(folderOf(logFolder), code.digest)
  return existsSync(join(target, "package.json"))
    ? Effect.void
    : writing(target, wayOut, () => writeCode(target, code))
}

/** Whether a file is such a copy. */
export const isKept = ({ path, digest }: Pick<OwnCode, "path" | "digest">): boolean =>
  path.split(sep).join("/").includes(`/estimators/${digest}/source/`)

/** The file of a kept estimator; null where there is none. */
export const keptFile = (logFolder: string, digest: string): Effect.Effect<string | null> =>
  Effect.promise(async () => {
    const folder = join(folderOf(logFolder), digest)
    try {
      const { main } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { readonly main?: unknown }
      return typeof main === "string" && /^source\/(?!.*\.\.)/.test(main) ? join(folder, main) : null
    } catch {
      return null
    }
  })

/** Copies what a parent's log keeps to its fork. */
export const bringKept = (parentFolder: string, folder: string): Effect.Effect<void, LogWriteFailed> => {
  const [from, to] = [folderOf(parentFolder), folderOf(folder)]
  return existsSync(from)
    ? writing(to, wayOut, () => cp(from, to, { recursive: true, force: false }))
    : Effect.void
}
