import { execFile } from "node:child_process"
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { errorClause, type TypeScriptError, typeScriptErrors } from "./typeScriptErrors.ts"

/** What TypeScript says of the types of an estimator of one's own. */
export type TypeVerdict =
  | { readonly fits: true }
  /** `file` and `line` are null where no line of the user's is to blame */
  | { readonly fits: false; readonly file: string | null; readonly line: number | null; readonly message: string }
  /** TypeScript could not be asked, for this reason */
  | { readonly fits: null; readonly reason: string }

// The same three steps up from src/effects/estimator and from dist/effects/estimator.
const root = fileURLToPath(new URL("../../../", import.meta.url))

/** The program `tsc` as a package found from this place brings it; null where none does. */
const compilerFrom = async (place: string): Promise<string | null> => {
  try {
    const manifest = createRequire(place).resolve("typescript/package.json")
    const { bin } = JSON.parse(await readFile(manifest, "utf8")) as { readonly bin: { readonly tsc: string } }
    return join(dirname(manifest), bin.tsc)
  } catch {
    return null
  }
}

const nodeTypes = (): string | null => {
  try {
    return dirname(dirname(createRequire(join(root, "package.json")).resolve("@types/node/package.json")))
  } catch {
    return null
  }
}

/** What the file has to fit: written beside it, so that TypeScript compares the two. */
const demand = (path: string): string => [
  "import type { EstimatorContext } from \"pvll/core/estimator/context\"",
  "import type { Estimator, EstimatorState } from \"pvll/core/estimator/estimator\"",
  `import make from ${JSON.stringify(path.split(sep).join("/"))}`,
  "export const fits: (context: EstimatorContext) => Estimator<any> = make",
  "export const begins = (estimator: ReturnType<typeof make>): EstimatorState => estimator.init()",
  ""
].join("\n")

const settings = (path: string) => {
  const types = nodeTypes()
  return {
    compilerOptions: {
      target: "es2023", lib: ["ES2023"], module: "preserve", moduleResolution: "bundler",
      allowImportingTsExtensions: true, resolveJsonModule: true, noEmit: true,
      strict: true, skipLibCheck: true, erasableSyntaxOnly: true, verbatimModuleSyntax: true,
      ...(types === null ? { types: [] } : { types: ["node"], typeRoots: [types] }),
      paths: { "pvll/*.js": [join(root, "dist/*.d.ts")], "pvll/*": [join(root, "dist/*.d.ts")] }
    },
    files: ["demand.ts", path]
  }
}

/** Errors that say that there is no default export: whoever imports the file says so better. */
const noDefault: ReadonlySet<string> = new Set(["TS1192", "TS2613", "TS2614", "TS1259", "TS2305"])

const defaultExportLine = (source: string): number | null => {
  const at = source.search(/^\s*export\s+(?:default\b|\{[^}]*\bdefault\b)/m)
  if (at < 0) return null
  const before = source.slice(0, at) + /^\s*/.exec(source.slice(at))![0]
  return before.split("\n").length
}

const verdictOf = async (found: readonly TypeScriptError[], path: string, check: string): Promise<TypeVerdict> => {
  const inUsers = found.find(({ file }) => file !== check)
  if (inUsers !== undefined) {
    return { fits: false, file: inUsers.file, line: inUsers.line, message: errorClause(inUsers, "error") }
  }
  const misfit = found.find(({ code }) => !noDefault.has(code))
  if (misfit === undefined) return { fits: true }
  const source = await readFile(path, "utf8")
  return { fits: false, file: path, line: defaultExportLine(source), message: errorClause(misfit, "cause") }
}

const run = promisify(execFile)

/** A compiler that takes longer than this is not waited for. */
const patience = 120_000

const compile = async (compiler: string, path: string): Promise<TypeVerdict> => {
  // TypeScript names files by their real paths.
  const scratch = await realpath(await mkdtemp(join(tmpdir(), "pvll-types-")))
  const check = join(scratch, "demand.ts")
  try {
    await writeFile(check, demand(path))
    await writeFile(join(scratch, "tsconfig.json"), JSON.stringify(settings(path)))
    const { failed, stdout } = await run(process.execPath, [compiler, "-p", scratch, "--pretty", "false"], {
      cwd: scratch, timeout: patience, windowsHide: true, maxBuffer: 1 << 26
    }).then(
      (ended) => ({ failed: false, stdout: ended.stdout }),
      (error: { readonly stdout?: string }) => ({ failed: true, stdout: error.stdout ?? "" })
    )
    const found = typeScriptErrors(stdout, scratch)
    if (failed && found.length === 0) return { fits: null, reason: stdout.split("\n")[0] || "tsc did not run" }
    return await verdictOf(found, path, check)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * Whether the default export of a TypeScript file is `(context: EstimatorContext) => Estimator<State>`, by the
 * TypeScript that is installed with pvll or beside the file.
 */
export const checkTypes = async (path: string): Promise<TypeVerdict> => {
  const compiler = await compilerFrom(join(root, "package.json")) ?? await compilerFrom(path)
  if (compiler === null) return { fits: null, reason: "TypeScript is not installed" }
  try {
    return await compile(compiler, path)
  } catch (error) {
    return { fits: null, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Whether a file's types are there to be checked. */
export const hasTypes = (path: string): boolean => /\.[mc]?ts$/.test(path)
