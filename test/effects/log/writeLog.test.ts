import { appendFileSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, symlinkSync, unlinkSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { createLog } from "../../../src/effects/log/createLog.ts"
import type { EventLog } from "../../../src/effects/log/EventLog.ts"
import { forkLog } from "../../../src/effects/log/forkLog.ts"
import { memoryLog } from "../../../src/effects/log/memoryLog.ts"
import { openLog } from "../../../src/effects/log/openLog.ts"
import { verifyLog } from "../../../src/effects/log/verifyLog.ts"
import type { Event } from "../../../src/core/search/event.ts"
import { sampleEvents } from "../../core/log/sampleEvents.ts"
import { sampleText } from "../../core/log/sampleLog.ts"
import { appendAll, continueWith, createWith, eventsOf, failureOf, run, sampleRun, writeFile } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const events = sampleEvents(2)
const stopped: Event = { type: "stopped", data: { reason: "interrupted" } }

describe("a new log", () => {
  it("gives every event back as it will be read, and holds them all", async () => {
    const out = temporaryFolder()
    const appended = await run(createWith(out, "run", events))
    const stored = await eventsOf(join(out, "run"))
    expect(stored.map(({ v, seq, at, id, event }) => ({ v, seq, at, id, event }))).toEqual(appended)
    expect(appended.map((logged) => logged.event)).toEqual(events)
    expect(readdirSync(join(out, "run"))).toEqual(["events.ndjson"])
  })

  it("is there with its first event, and not before", async () => {
    const out = temporaryFolder()
    const seen = await run(Effect.scoped(Effect.gen(function*() {
      const log = yield* createLog({ out, name: "run" })
      const before = existsSync(log.file)
      yield* log.append(events[0]!)
      return [before, readFileSync(log.file, "utf8").endsWith("\n")]
    })))
    expect(seen).toEqual([false, true])
  })

  it("without an event leaves nothing behind, not even the folders it made", async () => {
    const out = join(temporaryFolder(), "a", "b")
    await run(Effect.scoped(createLog({ out, name: "run" })))
    expect(existsSync(join(out, ".."))).toBe(false)
  })

  it("takes a folder that has no log, and leaves what lies there", async () => {
    const out = temporaryFolder()
    writeFile(join(out, "run", "notes.txt"), "mine")
    writeFile(join(out, "run", "events.ndjson.new"), "half of a line that a crash left")
    await run(createWith(out, "run", events))
    expect(readdirSync(join(out, "run")).toSorted()).toEqual(["events.ndjson", "notes.txt"])
    expect((await eventsOf(join(out, "run"))).length).toBe(events.length)
  })

  it("never takes a name that a log has", async () => {
    const out = temporaryFolder()
    const folder = sampleRun(out, 1)
    const error = await failureOf(createWith(out, "run", events))
    expect(error).toMatchObject({ _tag: "NameTaken", folder })
    expect(error.message).toContain("--name")
    expect(readFileSync(join(folder, "events.ndjson"), "utf8")).toBe(sampleText(1))
  })

  it("never overwrites a log that appears while it is being made", async () => {
    const out = temporaryFolder()
    const error = await failureOf(Effect.scoped(Effect.gen(function*() {
      const log = yield* createLog({ out, name: "run" })
      writeFile(log.file, "somebody else's")
      return yield* log.append(events[0]!)
    })))
    expect(error).toMatchObject({ _tag: "LogWriteFailed", code: "EEXIST" })
    expect(readFileSync(join(out, "run", "events.ndjson"), "utf8")).toBe("somebody else's")
  })

  it("cannot harm a log that was moved away after a crash between its two names", async () => {
    const out = temporaryFolder()
    const folder = sampleRun(out, 1)
    linkSync(join(folder, "events.ndjson"), join(folder, "events.ndjson.new"))
    renameSync(join(folder, "events.ndjson"), join(out, "saved.ndjson"))
    await run(createWith(out, "run", events))
    expect(readFileSync(join(out, "saved.ndjson"), "utf8")).toBe(sampleText(1))
  })

  it("goes to exactly one of several that ask for a name at the same moment", async () => {
    const out = temporaryFolder()
    const exits = await run(Effect.all(
      Array.from({ length: 8 }, () => Effect.exit(createWith(out, "run", events))), { concurrency: "unbounded" }
    ))
    const failures = exits.flatMap((exit) => (Exit.isFailure(exit) ? [JSON.stringify(exit.cause)] : []))
    expect(failures.length).toBe(7)
    for (const failure of failures) expect(failure).toContain("NameTaken")
    expect((await eventsOf(join(out, "run"))).length).toBe(events.length)
  })

  it("where a file stands in the way says so in one sentence", async () => {
    const out = temporaryFolder()
    writeFile(join(out, "file"), "x")
    const error = await failureOf(createWith(join(out, "file"), "run", events))
    expect(error).toMatchObject({ _tag: "LogWriteFailed", code: "ENOTDIR" })
    expect(error.message).toMatch(/file.*is not a folder.*--out/)
  })
})

describe("an opened log", () => {
  it("folds what it holds, and goes on as if it had never been closed", async () => {
    const out = temporaryFolder()
    for (const [i, event] of events.entries()) {
      if (i === 0) await run(createWith(out, "run", [event]))
      else expect((await run(continueWith(join(out, "run"), [event]))).state).toBe(i)
    }
    expect((await eventsOf(join(out, "run"))).map((stored) => stored.event)).toEqual(events)
    expect(readdirSync(join(out, "run"))).toEqual(["events.ndjson"])
  })

  it("sets a torn tail aside, says where it was, and never merges it with the next append", async () => {
    const folder = sampleRun(temporaryFolder(), 1)
    const text = sampleText(1)
    const torn = "{\"v\":1,\"seq\":4,\"ty"
    const file = writeFile(join(folder, "events.ndjson"), text + torn)
    const aside = `${file}.torn-${text.length}`
    const { state, tornTail } = await run(continueWith(folder, [stopped]))
    expect(state).toBe(4)
    expect(tornTail).toEqual({ file, line: 5, byte: text.length, length: torn.length, aside })
    expect(readFileSync(aside, "utf8")).toBe(torn)
    expect(await run(verifyLog(folder))).toMatchObject({ valid: true, events: 5 })
  })

  it("refuses damage anywhere else, and changes nothing", async () => {
    const folder = sampleRun(temporaryFolder(), 2)
    const damaged = sampleText(2).replace('"accuracy":0.5', '"accuracy":0.6')
    writeFile(join(folder, "events.ndjson"), damaged)
    const error = await failureOf(continueWith(folder, [stopped]))
    expect(error).toMatchObject({ _tag: "LogDamage", kind: "bad-id", line: 3 })
    expect(error.message).toContain("pvll repair")
    expect(readFileSync(join(folder, "events.ndjson"), "utf8")).toBe(damaged)
    expect(readdirSync(folder)).toEqual(["events.ndjson"])
  })

  it("whose first line is torn is damage: there is nothing to go on with", async () => {
    const folder = sampleRun(temporaryFolder(), 0)
    writeFile(join(folder, "events.ndjson"), sampleText(0).slice(0, 100))
    expect(await failureOf(continueWith(folder, [stopped]))).toMatchObject({ kind: "torn-tail", line: 1, byte: 0 })
  })

  it("is locked by its real file, also through a link", async () => {
    const out = temporaryFolder()
    const folder = sampleRun(out, 1)
    mkdirSync(join(out, "link"))
    symlinkSync(join(folder, "events.ndjson"), join(out, "link", "events.ndjson"))
    const error = await run(Effect.scoped(Effect.gen(function*() {
      yield* openLog(folder, null, () => null)
      return yield* Effect.flip(openLog(join(out, "link"), null, () => null))
    })))
    expect(error._tag).toBe("LogLocked")
  })

  it("cannot be standard input", async () => {
    expect(await failureOf(continueWith("-", [stopped]))).toMatchObject({ _tag: "LogNotFound" })
  })
})

/** Opens a log of four events for the given steps. */
const withLog = <A, E>(steps: (log: EventLog["Service"]) => Effect.Effect<A, E>) =>
  Effect.suspend(() => Effect.scoped(Effect.flatMap(openLog(sampleRun(temporaryFolder(), 1), null, () => null), ({ log }) => steps(log))))

describe("an append", () => {
  it("of many at once keeps them whole and in order", async () => {
    const many = Array.from({ length: 50 }, (_, i): Event => ({ type: "trained", data: { step: i + 1 } }))
    await run(withLog((log) => Effect.gen(function*() {
      yield* Effect.all(many.map((event) => log.append(event)), { concurrency: "unbounded" })
      expect((yield* verifyLog(log.file)).events).toBe(54)
    })))
  })

  it("refuses an event that could not be read again, writes nothing of it, and takes the next one", async () => {
    const impossible: Event = { type: "measured", data: { step: 1, loss: Number.NaN } }
    await run(withLog((log) => Effect.gen(function*() {
      const error = yield* Effect.flip(log.append(impossible))
      expect(error.message).toContain("could not be read again")
      yield* log.append(stopped)
      expect(yield* verifyLog(log.file)).toMatchObject({ valid: true, events: 5 })
    })))
  })

  it("fails, now and from then on, where another program wrote to the log or removed it", async () => {
    for (const meddle of [(file: string) => appendFileSync(file, "x"), unlinkSync]) {
      await run(withLog((log) => Effect.gen(function*() {
        yield* log.append(stopped)
        meddle(log.file)
        const first = yield* Effect.flip(log.append(stopped))
        expect(first.message).toContain("another program")
        expect(yield* Effect.flip(log.append(stopped))).toBe(first)
      })))
    }
  })
})

describe("a fork", () => {
  const forked: Event = { type: "forked", data: { parent: "p", name: "run", step: 1 } }

  it("shares its parent's lines, byte for byte, and appears with its own first event", async () => {
    const out = temporaryFolder()
    const parent = sampleRun(out, 3)
    const seen = await run(Effect.scoped(Effect.gen(function*() {
      const log = yield* forkLog({ parent, events: 4, out, name: "fork" })
      const before = existsSync(log.file)
      yield* appendAll(log, [forked, stopped])
      return before
    })))
    expect(seen).toBe(false)
    const text = readFileSync(join(out, "fork", "events.ndjson"), "utf8")
    expect(text.startsWith(sampleText(1))).toBe(true)
    expect((await eventsOf(join(out, "fork"))).map((stored) => stored.event)).toEqual([...sampleEvents(1), forked, stopped])
    expect(readFileSync(join(parent, "events.ndjson"), "utf8")).toBe(sampleText(3))
  })

  it("can be taken from a running search, and from before the damage of a damaged one", async () => {
    const out = temporaryFolder()
    const parent = sampleRun(out, 1)
    await run(Effect.scoped(Effect.gen(function*() {
      yield* openLog(parent, null, () => null)
      yield* Effect.scoped(Effect.flatMap(forkLog({ parent, events: 4, out, name: "one" }), (log) => log.append(forked)))
    })))
    appendFileSync(join(parent, "events.ndjson"), "damage\n")
    await run(Effect.scoped(Effect.flatMap(forkLog({ parent, events: 4, out, name: "two" }), (log) => log.append(forked))))
    for (const name of ["one", "two"]) expect((await eventsOf(join(out, name))).length).toBe(5)
  })

  it("needs a parent that is long enough, and a name of its own", async () => {
    const out = temporaryFolder()
    const parent = sampleRun(out, 1)
    const fork = (events: number, name: string) => Effect.scoped(forkLog({ parent, events, out, name }))
    expect(await failureOf(fork(5, "fork"))).toMatchObject({ _tag: "LogNotFound" })
    expect(await failureOf(fork(0, "fork"))).toMatchObject({ _tag: "LogNotFound" })
    expect(await failureOf(fork(4, "run"))).toMatchObject({ _tag: "NameTaken" })
    expect(await failureOf(fork(4, "../run"))).toMatchObject({ _tag: "UnsafeName" })
    expect(readdirSync(out)).toEqual(["run"])
  })
})

it("a log in memory has the lines of one on disk", async () => {
  const { log, events: logged, text } = memoryLog()
  await run(appendAll(log, events))
  expect(logged().map((one) => one.event)).toEqual(events)
  const file = writeFile(join(temporaryFolder(), "events.ndjson"), text())
  expect((await eventsOf(file)).map((stored) => stored.id)).toEqual(logged().map((one) => one.id))
})
