import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { verifyLog } from "../../../src/effects/log/verifyLog.ts"
import { collect, start, stopped } from "./appendingChild.ts"
import { continueWith, eventsOf, run } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

/** A disk of so many kilobytes, or null where none may be mounted. */
const smallDisk = (size: string): string | null => {
  const folder = join(temporaryFolder(), "disk")
  mkdirSync(folder)
  if (process.platform !== "linux" || spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]).status !== 0) return null
  onTestFinished(() => void spawnSync("umount", ["-l", folder]))
  return folder
}

describe("a full disk", () => {
  it("stops the search with a sentence, leaves every acknowledged event, and the log goes on when there is room", async ({ skip }) => {
    const disk = smallDisk("16k") ?? skip("mounting a tmpfs is not permitted here")
    const { acknowledged, sentence, code } = await collect(start(disk, "create", 1000))
    expect(code).toBe(2)
    expect(acknowledged).toBeGreaterThan(2)
    expect(sentence).toMatch(/events\.ndjson cannot be written: the disk is full; .*pvll resume/)
    const folder = join(disk, "run")
    expect(await run(verifyLog(folder))).toMatchObject({ valid: true, events: acknowledged + 1 })
    const again = await collect(start(disk, "open", 1000))
    expect(again.sentence).toContain("the disk is full")

    expect(spawnSync("mount", ["-o", "remount,size=64k", disk]).status).toBe(0)
    await run(continueWith(folder, [stopped]))
    expect((await eventsOf(folder)).at(-1)!.event).toEqual(stopped)
  })

  it("that has no room for the first event leaves nothing", async ({ skip }) => {
    const disk = smallDisk("4k") ?? skip("mounting a tmpfs is not permitted here")
    const { sentence, code } = await collect(start(disk, "create", 10))
    expect(code).toBe(2)
    expect(sentence).toMatch(/cannot be written: the disk is full; .*--out/)
    expect(readdirSync(disk)).toEqual([])
  })
})
