import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import { isRight } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { RunSummary } from "./runSummary.ts"

/**
 * The summary of a run stands beside its log, so that a study of thousands of runs is shown in a moment. It is a
 * cache: it counts only while the log ends as it did, and deleting it changes nothing but the time.
 */

/** Raise it when a summary would hold something else. */
const format = 3

/** A log as it lies on the disk: whoever changed it since changed one of these. */
interface LogEnd {
  readonly bytes: number
  /** milliseconds */
  readonly changed: number
  /** id of its last event */
  readonly id: string
}

const Cached = t.strict({ format: t.literal(format), bytes: t.number, changed: t.number, id: t.string, summary: RunSummary })

const summaryFileOf = (logFile: string): string => join(dirname(logFile), "summary.json")

/** A line of a log is seldom longer. */
const tailBytes = 8192

/** How a log ends on the disk, read from its last lines alone; null where it ends in the middle of one. */
export const readLogEnd = (logFile: string): Effect.Effect<LogEnd | null> =>
  Effect.tryPromise(async () => {
    const handle = await open(logFile, "r")
    try {
      const { size, mtimeMs: changed } = await handle.stat()
      for (let length = tailBytes; ; length *= 16) {
        const from = Math.max(0, size - length)
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
        const text = buffer.toString("latin1", 0, bytesRead)
        if (!text.endsWith("\n")) return null
        const start = text.lastIndexOf("\n", text.length - 2)
        if (start < 0 && from > 0) continue
        const { id } = JSON.parse(text.slice(start + 1)) as { readonly id?: unknown }
        return typeof id === "string" ? { bytes: size, changed, id } : null
      }
    } finally {
      await handle.close()
    }
  }).pipe(Effect.orElseSucceed(() => null))

/** The summary beside a log, if it was made of this very log. */
export const loadSummary = (logFile: string): Effect.Effect<RunSummary | null> =>
  Effect.tryPromise(async (): Promise<unknown> => JSON.parse(await readFile(summaryFileOf(logFile), "utf8"))).pipe(
    Effect.flatMap((json) => {
      const cached = Cached.decode(json)
      if (!isRight(cached)) return Effect.succeed(null)
      const { bytes, changed, id, summary } = cached.right
      return Effect.map(readLogEnd(logFile), (end) =>
        end !== null && end.bytes === bytes && end.changed === changed && end.id === id ? summary : null)
    }),
    Effect.orElseSucceed(() => null)
  )

/** Keeps the summary of a log whose last event has this id. A full disk only means that there is none. */
export const saveSummary = (logFile: string, id: string, summary: RunSummary): Effect.Effect<void> =>
  Effect.tryPromise(async () => {
    const file = summaryFileOf(logFile)
    const temporary = `${file}.${process.pid}.tmp`
    const { size, mtimeMs } = await stat(logFile)
    try {
      await writeFile(temporary, `${JSON.stringify(Cached.encode({ format, bytes: size, changed: mtimeMs, id, summary }))}\n`)
      await rename(temporary, file)
    } finally {
      await rm(temporary, { force: true })
    }
  }).pipe(Effect.ignore)
