import * as Effect from "effect/Effect"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Environment } from "../../core/environment.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import { fingerprint } from "../../core/search/fingerprint.ts"
import type { Search } from "../../core/search/state.ts"
import { decodeState, encodeState } from "../../core/search/stateCodec.ts"

/**
 * Snapshots of a search's state stand in `snapshots/` beside its log, named by the event that they follow and the
 * version of the core. They are a cache: whatever is wrong with one, the log is folded instead. Deleting them
 * changes nothing but the time.
 */

const ending = `.core${coreVersion}.json`

const folderOf = (logFile: string): string => join(dirname(logFile), "snapshots")

/** The state's JSON on a line, and its SHA-256 on the line before. */
const sealed = ({ sha256 }: Environment, json: string): string => `${sha256(json)}\n${json}\n`

/** The JSON of a snapshot that is as it was written, else undefined. */
const unsealed = ({ sha256 }: Environment, text: string): unknown => {
  const [digest, json = ""] = text.split("\n")
  return sha256(json) === digest ? JSON.parse(json) : undefined
}

/** The ids of the events that a snapshot follows. */
export const snapshotIds = (logFile: string): Effect.Effect<ReadonlySet<string>> =>
  Effect.tryPromise(() => readdir(folderOf(logFile))).pipe(
    Effect.map((names) => new Set(names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length)))),
    Effect.orElseSucceed(() => new Set<string>())
  )

/** The state after the event, if it is there, whole, and has the fingerprint that the log gives for it. */
export const loadSnapshot = (
  environment: Environment,
  logFile: string,
  id: string,
  expected: string
): Effect.Effect<Search | null> =>
  Effect.tryPromise(() => readFile(join(folderOf(logFile), id + ending), "utf8")).pipe(
    Effect.flatMap((text) => Effect.try(() => unsealed(environment, text))),
    Effect.map((json) => (json === undefined ? null : decodeState(json))),
    Effect.map((search) => search !== null && fingerprint(environment.sha256, search) === expected ? search : null),
    Effect.orElseSucceed(() => null)
  )

/** Forgets the state after the event. */
export const removeSnapshot = (logFile: string, id: string): Effect.Effect<void> =>
  Effect.ignore(Effect.tryPromise(() => rm(join(folderOf(logFile), id + ending), { force: true })))

/** Keeps the state after the event. A full disk only means that there is no snapshot. */
export const saveSnapshot = (
  environment: Environment,
  logFile: string,
  id: string,
  search: Search
): Effect.Effect<void> =>
  Effect.tryPromise(async () => {
    const target = join(folderOf(logFile), id + ending)
    const temporary = `${target}.${process.pid}.tmp`
    await mkdir(folderOf(logFile), { recursive: true })
    try {
      await writeFile(temporary, sealed(environment, JSON.stringify(encodeState(search))))
      await rename(temporary, target)
    } finally {
      await rm(temporary, { force: true })
    }
  }).pipe(Effect.ignore)
