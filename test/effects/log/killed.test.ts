import { existsSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { verifyLog } from "../../../src/effects/log/verifyLog.ts"
import { collect, start, startAppending, stopped } from "./appendingChild.ts"
import { continueWith, eventsOf, run } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const killAgainAndAgain = async (rounds: number) => {
  const out = temporaryFolder()
  const folder = join(out, "run")
  let known = -1
  for (let round = 0; round < rounds; round++) {
    const { child, ended } = await startAppending(out, round === 0 ? "create" : "open")
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 23))
    child.kill("SIGKILL")
    const { acknowledged } = await ended
    expect(acknowledged).toBeGreaterThan(known)
    known = (await eventsOf(folder)).at(-1)!.seq
    expect(known).toBeGreaterThanOrEqual(acknowledged)
  }
  await run(continueWith(folder, [stopped]))
  expect(await run(verifyLog(folder))).toMatchObject({ valid: true })
}

describe("kill -9", () => {
  it("again and again never loses an acknowledged event, and the log goes on each time", async () => {
    await Promise.all([killAgainAndAgain(10), killAgainAndAgain(10)])
  })

  it("while the log is being made leaves it whole or not there, and its name free or taken accordingly", async () => {
    for (let round = 0; round < 4; round++) {
      const out = temporaryFolder()
      const child = start(out, "create", 1e6)
      const ended = collect(child)
      while (!existsSync(join(out, "run"))) await new Promise((resolve) => setTimeout(resolve, 1))
      child.kill("SIGKILL")
      const { acknowledged } = await ended
      if (existsSync(join(out, "run", "events.ndjson"))) expect((await eventsOf(join(out, "run"))).length).toBeGreaterThan(acknowledged)
      else {
        expect(acknowledged).toBe(-1)
        expect(await collect(start(out, "create", 1))).toMatchObject({ acknowledged: 1, code: 0 })
      }
    }
  })
})
