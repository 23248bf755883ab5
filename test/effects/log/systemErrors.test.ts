import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { formatVersion } from "../../../src/core/log/upcast.ts"
import { verifyLog } from "../../../src/effects/log/verifyLog.ts"
import { collect, start, stopped } from "./appendingChild.ts"
import { continueWith, run, sampleRun } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const canTrace = process.platform === "linux"
  && spawnSync("strace", ["-f", "-o", "/dev/null", "-e", "trace=none", "true"]).status === 0

const noStrace = "strace is not installed, or may not trace here"

/** Opens a sample log in a traced process in which calls on the log's file go wrong. */
const inject = (fault: string) => {
  const out = temporaryFolder()
  const file = join(sampleRun(out, 1), "events.ndjson")
  const [call] = fault.split(":")
  return { file, ended: collect(start(out, "open", 5, ["strace", "-f", "-qq", "-o", "/dev/null", "-P", file, "-e", `trace=${call}`, "-e", `inject=${fault}`])) }
}

describe("an error of the system", () => {
  it.for([
    // the first fdatasync makes the opened log durable; the third is that of the second event
    ["a sync that fails", "fdatasync:error=EIO:when=3", 1, "the disk reports an I/O error"],
    ["a write that fails", "pwrite64:error=EIO:when=3", 2, "the disk reports an I/O error"],
    ["lost permission", "pwrite64:error=EPERM:when=1", 0, "permission denied"],
    ["a full disk after a short write", "pwrite64:error=ENOSPC:when=2", 1, "the disk is full"]
  ] as const)("%s stops the search, and the log holds what was acknowledged and no more", async ([, fault, appended, reason], { skip }) => {
    if (!canTrace) skip(noStrace)
    const { file, ended } = inject(fault)
    const { acknowledged, sentence, code } = await ended
    expect({ code, acknowledged: Math.max(acknowledged, 3) }).toEqual({ code: 2, acknowledged: 3 + appended })
    expect(sentence).toContain(reason)
    expect(sentence).toContain("pvll resume")
    expect(await run(verifyLog(file))).toMatchObject({ valid: true, events: 4 + appended })
    await run(continueWith(file, [stopped]))
  })

  it("a short write is continued", async ({ skip }) => {
    if (!canTrace) skip(noStrace)
    const out = temporaryFolder()
    const file = join(sampleRun(out, 1), "events.ndjson")
    // strace answers 37 and writes nothing: only what follows can arrive, and with the lost bytes the log is whole.
    const tracer = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", file, "-e", "trace=pwrite64", "-e", "inject=pwrite64:retval=37:when=2"]
    const { acknowledged, code } = await collect(start(out, "open", 3, tracer))
    expect({ acknowledged, code }).toEqual({ acknowledged: 6, code: 0 })
    const { damage } = await run(verifyLog(file))
    expect(damage).toMatchObject({ line: 6, kind: "nul-byte" })
    const bytes = readFileSync(file)
    expect(bytes.fill(`{"v":${formatVersion},"seq":5,"type":"sampled","at":`, damage!.byte, damage!.byte + 37).length).toBe(bytes.length)
    writeFileSync(file, bytes)
    expect(await run(verifyLog(file))).toMatchObject({ valid: true, events: 7 })
  })
})
