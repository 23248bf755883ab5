import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { isAbsolute, relative } from "node:path"
import { promisify } from "node:util"
import { FileName } from "../../core/codec/text.ts"
import type { OwnEstimator } from "../../core/estimator/own.ts"
import { ioReason } from "../log/ioReason.ts"
import { Notice } from "../search/Notice.ts"
import { importOwn } from "./importOwn.ts"
import { type OwnCode, readOwnCode } from "./ownCode.ts"
import { ownCommit } from "./ownCommit.ts"
import { addEstimator, type LoadedEstimator, loadedEstimator } from "./ownEstimators.ts"
import { OwnEstimatorError } from "./OwnEstimatorError.ts"
import { checkTypes, hasTypes } from "./ownTypes.ts"

const form = "export default (context: EstimatorContext): Estimator<State> => ..., as in docs/estimators.md"

/** A path as a person would write it from here. */
const shownPath = (path: string): string => {
  const from = relative(process.cwd(), path)
  return from === "" || from.startsWith("..") || isAbsolute(from) ? path : from
}

const refuse = (message: string) => new OwnEstimatorError({ message })

/** Reads the code in a user's file, without running any of it. */
export const readableOwn = Effect.fnUntraced(function*(path: string): Effect.fn.Return<OwnCode, OwnEstimatorError> {
  if (!/\.[mc]?[tj]s$/.test(path)) {
    return yield* refuse(`the estimator ${path} is neither TypeScript nor JavaScript: `
      + "give a file that ends in .ts, .mts, .js or .mjs")
  }
  const code = yield* Effect.tryPromise({
    try: () => readOwnCode(path),
    catch: (cause) => refuse(`the estimator ${path} cannot be read: ${ioReason(cause)}`)
  })
  if (FileName.is(code.file)) return code
  return yield* refuse(`the estimator ${code.path} has a name that a log cannot hold (control characters, a backslash, `
    + "or more than 255 characters): rename the file")
})

const typed = Effect.fnUntraced(function*({ path }: OwnCode): Effect.fn.Return<void, OwnEstimatorError> {
  const verdict = yield* Effect.promise(() => checkTypes(path))
  if (verdict.fits === true) return
  if (verdict.fits === null) {
    const { tell } = yield* Notice
    const { reason } = verdict
    return yield* tell(`the types of ${shownPath(path)} are not checked: ${reason}; its answers are, while it runs`)
  }
  const { file, line, message } = verdict
  const where = file === null ? shownPath(path) : `${shownPath(file)}${line === null ? "" : `:${line}`}`
  return yield* refuse(`the estimator does not fit: ${where}: ${message}`)
})

const firstLine = (text: string): string => text.split("\n").find((line) => line.trim() !== "") ?? text

/** Where in the user's code an error arose: the first place of it that the stack names. */
const placeOf = (error: Error, { sources }: OwnCode): string => {
  for (const line of (error.stack ?? "").split("\n")) {
    for (const path of sources.keys()) {
      const at = line.indexOf(path.split("\\").join("/"))
      const found = at < 0 ? null : /:(\d+)(?::\d+)?\)?$/.exec(line.trim())
      if (found !== null) return `${shownPath(path)}:${found[1]}`
    }
  }
  return shownPath([...sources.keys()][0]!)
}

const run = promisify(execFile)

/** Where Node cannot read a file of the code: an error of its syntax says only when a program ends with it. */
const syntaxPlace = async ({ sources }: OwnCode): Promise<string | null> => {
  for (const path of sources.keys()) {
    const complaint = await run(process.execPath, ["--check", path], { windowsHide: true })
      .then(() => "", ({ stderr }: { readonly stderr?: string }) => stderr ?? "")
    const line = /:(\d+)\r?$/m.exec(complaint)
    if (line !== null) return `${shownPath(path)}:${line[1]}`
  }
  return null
}

const importSentence = async (error: unknown, code: OwnCode): Promise<string> => {
  const failed = "the estimator cannot be loaded"
  if (!(error instanceof Error)) return `${failed}: ${shownPath(code.path)} threw ${firstLine(String(error))}`
  const place = error instanceof SyntaxError ? await syntaxPlace(code) : null
  return `${failed}: ${place ?? placeOf(error, code)}: ${error.name}: ${firstLine(error.message)}`
}

const imported = Effect.fnUntraced(function*(code: OwnCode): Effect.fn.Return<OwnEstimator, OwnEstimatorError> {
  const module = yield* Effect.tryPromise({
    try: () => importOwn(code.path, code.digest),
    catch: (error) => error
  }).pipe(Effect.catch((error) =>
    Effect.flatMap(Effect.promise(() => importSentence(error, code)), (sentence) => Effect.fail(refuse(sentence)))))
  if (!("default" in module)) return yield* refuse(`${shownPath(code.path)} has no default export: it needs ${form}`)
  const { default: make } = module
  if (typeof make !== "function") {
    return yield* refuse(`the default export of ${shownPath(code.path)} is no function: it needs ${form}`)
  }
  return make as OwnEstimator
})

/**
 * Loads an estimator whose code was read, and makes it known to `environment()` under the digest of its code.
 * TypeScript is checked against the exported types first, and git asked for the commit, unless `check` says that this
 * is done already (a worker, the code that a log was made with). Every answer of the estimator is checked when it is
 * used (`core/estimator/own.ts`).
 */
export const loadOwnCode = Effect.fnUntraced(
  function*(code: OwnCode, check: "types" | "shape" = "types"): Effect.fn.Return<LoadedEstimator, OwnEstimatorError> {
    if (check === "types" && hasTypes(code.path)) yield* typed(code)
    const make = loadedEstimator(code.digest)?.make ?? (yield* imported(code))
    const commit = check === "types" ? yield* Effect.promise(() => ownCommit(code)) : null
    const loaded: LoadedEstimator = { make, identity: { file: code.file, digest: code.digest, commit }, code }
    addEstimator(loaded)
    return loaded
  }
)

/** Loads the estimator in a user's file. */
export const loadOwnEstimator = (path: string): Effect.Effect<LoadedEstimator, OwnEstimatorError> =>
  Effect.flatMap(readableOwn(path), (code) => loadOwnCode(code))

/** Loads it again, in another thread or later, where the file holds the same code still; other code is not run. */
export const loadSameOwn = Effect.fnUntraced(
  function*(path: string, digest: string): Effect.fn.Return<LoadedEstimator, OwnEstimatorError> {
    const code = yield* readableOwn(path)
    if (code.digest === digest) return yield* loadOwnCode(code, "shape")
    return yield* refuse(`the estimator ${shownPath(code.path)} was changed since this began: begin again, for its new code`)
  }
)
