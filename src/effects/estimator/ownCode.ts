import { readFile, realpath } from "node:fs/promises"
import { basename, dirname, join, relative, resolve, sep } from "node:path"
import { sha256 } from "../log/sha256.ts"

/** The code of an estimator of one's own: its file, and the files that it imports by relative paths. */
export interface OwnCode {
  /** absolute, without symbolic links */
  readonly path: string
  /** the file's name */
  readonly file: string
  /** SHA-256 of the file where it imports no other, else of all of them (see `digestOf`) */
  readonly digest: string
  /** content by absolute path, `path` first, the others in the order of their paths */
  readonly sources: ReadonlyMap<string, Buffer>
  /** `type` of the package that the file belongs to: what `.js` and `.ts` mean there; null where it has none */
  readonly packageType: string | null
}

/**
 * Relative paths that a source imports or requires. One that stands in a comment or a text is found too, and counts
 * where there is such a file; one that is computed is not found.
 */
const relativeImports = (source: string): readonly string[] =>
  [...source.matchAll(/\b(?:from|import|require)\b\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g)].map(([, path]) => path!)

/** What `require` may leave out. */
const leftOut = ["", ".js", ".cjs", ".json", "/index.js"]

/** Whether a file lies in a folder or one below it; both are real paths. */
export const isWithin = (folder: string, path: string): boolean => path.startsWith(folder + sep)

/** The code names a file outside the folder that it has to lie in. */
export class OutsideError extends Error {
  override readonly name = "OutsideError"
}

const checkWithin = (folder: string | null, path: string): void => {
  if (folder !== null && !isWithin(folder, path)) throw new OutsideError(`it leads out of its folder, to ${path}`)
}

/** `folder`: what lies outside of it is not read, but an error; null where it may lie anywhere. */
const readIfThere = async (path: string, folder: string | null): Promise<readonly [string, Buffer] | null> => {
  const real = await realpath(path).catch(() => null)
  if (real === null) return null
  checkWithin(folder, real)
  return readFile(real).then((content) => [real, content] as const, () => null)
}

const firstThere = async (path: string, folder: string | null): Promise<readonly [string, Buffer] | null> => {
  for (const ending of leftOut) {
    const found = await readIfThere(path + ending, folder)
    if (found !== null) return found
  }
  return null
}

/** The file and all that it imports by relative paths, and what those import. */
const sourcesOf = async (path: string, folder: string | null): Promise<ReadonlyMap<string, Buffer>> => {
  const main = await readFile(path)
  const found = new Map<string, Buffer>([[path, main]])
  const open: (readonly [string, Buffer])[] = [[path, main]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [importer, content] = next
    for (const specifier of relativeImports(content.toString("utf8"))) {
      const imported = await firstThere(resolve(dirname(importer), specifier), folder)
      if (imported === null || found.has(imported[0])) continue
      found.set(...imported)
      open.push(imported)
    }
  }
  const others = [...found].filter(([name]) => name !== path).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return new Map([[path, main], ...others])
}

const posix = (path: string): string => path.split(sep).join("/")

/**
 * SHA-256 of the file alone, as `sha256sum FILE` prints it. With imports: of the text that `sha256sum` prints of all
 * files, one a line, the file first and the imported ones by their paths seen from its folder, in the order of these.
 */
const digestOf = (path: string, sources: ReadonlyMap<string, Buffer>): string => {
  const [main, ...others] = [...sources].map(([name, content]) =>
    ({ name: posix(relative(dirname(path), name)), hash: sha256(content) }))
  if (others.length === 0) return main!.hash
  const sorted = others.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return sha256([main!, ...sorted].map(({ name, hash }) => `${hash}  ${name}\n`).join(""))
}

const packageTypeOf = async (folder: string): Promise<string | null> => {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => null)
  if (text === null) return dirname(folder) === folder ? null : packageTypeOf(dirname(folder))
  try {
    const { type } = JSON.parse(text) as { readonly type?: unknown }
    return typeof type === "string" ? type : null
  } catch {
    return null
  }
}

/**
 * Reads the code of an estimator, without running any of it. Fails as the file system does, and with `OutsideError`
 * where `folder` (a real path) does not hold all of it.
 */
export const readOwnCode = async (file: string, folder: string | null = null): Promise<OwnCode> => {
  const path = await realpath(resolve(file))
  checkWithin(folder, path)
  const sources = await sourcesOf(path, folder)
  const packageType = await packageTypeOf(dirname(path))
  return { path, file: basename(path), digest: digestOf(path, sources), sources, packageType }
}
