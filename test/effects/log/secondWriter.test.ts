import { readdirSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { openLog } from "../../../src/effects/log/openLog.ts"
import { verifyLog } from "../../../src/effects/log/verifyLog.ts"
import { collect, start, startAppending, stopped } from "./appendingChild.ts"
import { continueWith, run } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

describe("a second writer", () => {
  it("is told which process holds the log, and may go on once that one is gone, however it went", async () => {
    const out = temporaryFolder()
    const { child, ended } = await startAppending(out, "create")
    const opened = await run(Effect.exit(Effect.scoped(openLog(join(out, "run"), null, () => null))))
    const second = await collect(start(out, "open", 1))
    expect(second.code).toBe(2)
    expect(second.sentence).toContain(`process ${child.pid} on this machine`)
    expect(second.sentence).not.toContain("\n")
    expect(JSON.stringify(opened)).toContain("LogLocked")

    child.kill("SIGKILL")
    await ended
    expect(readdirSync(join(out, "run"))).toContain("events.ndjson.lock")
    await run(continueWith(join(out, "run"), [stopped]))
    expect(readdirSync(join(out, "run")).filter((name) => name.endsWith(".lock"))).toEqual([])
  })

  it("under the name of a search that is starting is refused, and exactly one of several wins", async () => {
    const out = temporaryFolder()
    const ends = await Promise.all([1, 2, 3].map(() => collect(start(out, "create", 3))))
    const winners = ends.filter((end) => end.code === 0)
    expect(winners.length).toBe(1)
    for (const loser of ends.filter((end) => end.code !== 0)) expect(loser.sentence).toContain("is taken")
    expect(await run(verifyLog(join(out, "run")))).toMatchObject({ valid: true, events: 4 })
  })
})
