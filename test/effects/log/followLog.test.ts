import { appendFileSync, renameSync, truncateSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import { followLog } from "../../../src/effects/log/followLog.ts"
import { sampleLines, sampleText } from "../../core/log/sampleLog.ts"
import { run, sampleRun, writeFile } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const nextLines = sampleLines(2).slice(4)

/** Follows a log up to so many events while `change` happens to it. */
const following = (folder: string, events: number, change: (wait: Effect.Effect<void>) => Effect.Effect<void>) =>
  run(Effect.gen(function*() {
    const seen = yield* Effect.forkChild(Effect.exit(Stream.runCollect(Stream.take(followLog(folder, 5), events))))
    const wait = Effect.sleep(40)
    yield* wait
    yield* change(wait)
    return yield* Effect.flatten(Fiber.join(seen))
  }))

const seqs = (events: readonly { readonly seq: number }[]) => events.map((event) => event.seq)

describe("following a log", () => {
  it("gives what it holds and then what is appended", async () => {
    const folder = sampleRun(temporaryFolder(), 1)
    const events = await following(folder, 7, () => Effect.sync(() => appendFileSync(join(folder, "events.ndjson"), nextLines.map((line) => `${line}\n`).join(""))))
    expect(seqs(events)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it("waits while a line is being written, and reads it when it is whole", async () => {
    const folder = sampleRun(temporaryFolder(), 1)
    const file = join(folder, "events.ndjson")
    const [line] = nextLines as [string]
    const events = await following(folder, 5, (wait) => Effect.gen(function*() {
      for (const part of [line.slice(0, 3), line.slice(3, 90), line.slice(90), "\n"]) {
        appendFileSync(file, part)
        yield* wait
      }
    }))
    expect(seqs(events)).toEqual([0, 1, 2, 3, 4])
  })

  it("survives a torn tail that is taken back and written anew", async () => {
    const folder = sampleRun(temporaryFolder(), 1)
    const file = join(folder, "events.ndjson")
    const events = await following(folder, 5, (wait) => Effect.gen(function*() {
      appendFileSync(file, "{\"v\":1,\"seq\":4,\"never\":\"acknowledged")
      yield* wait
      truncateSync(file, sampleText(1).length)
      yield* wait
      appendFileSync(file, `${nextLines[0]}\n`)
    }))
    expect(seqs(events)).toEqual([0, 1, 2, 3, 4])
  })

  it("ends with an error where the log is cut, replaced or damaged", async () => {
    const changes: readonly [string, (file: string) => void][] = [
      ["replaced", (file) => truncateSync(file, 10)],
      ["replaced", (file) => {
        writeFile(`${file}.other`, sampleText(2))
        renameSync(`${file}.other`, file)
      }],
      ["bad-id", (file) => appendFileSync(file, "someone else was here\n")]
    ]
    for (const [kind, change] of changes) {
      const folder = sampleRun(temporaryFolder(), 1)
      const ended = following(folder, 100, () => Effect.sync(() => change(join(folder, "events.ndjson"))))
      await expect(ended).rejects.toMatchObject({ _tag: "LogDamage", kind })
    }
  })
})
