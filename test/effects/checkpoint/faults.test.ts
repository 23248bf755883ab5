import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readCheckpoint } from "../../../src/effects/checkpoint/checkpoints.ts"
import { saveCheckpoint } from "../../../src/effects/checkpoint/saveCheckpoint.ts"
import { sha256 } from "../../../src/effects/log/sha256.ts"
import { failureOf, run } from "../log/logs.ts"
import { temporaryFolder } from "../log/temporaryFolder.ts"
import { noMounts, remount, smallDisk } from "./smallDisk.ts"

const namesIn = (runFolder: string) => {
  const folder = join(runFolder, "checkpoints")
  return existsSync(folder) ? readdirSync(folder) : []
}

const expectWhole = (runFolder: string) => {
  for (const name of namesIn(runFolder).filter((one) => !one.endsWith(".new"))) {
    expect(sha256(readFileSync(join(runFolder, "checkpoints", name)))).toBe(name)
  }
}

const savingProcess = (runFolder: string, count: number, tracer: readonly string[] = []) => {
  const [command, ...rest] = [...tracer, process.execPath, join(import.meta.dirname, "savingProcess.ts"), runFolder, String(count)]
  // strace counts the calls of each thread by itself.
  return spawn(command!, rest, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, UV_THREADPOOL_SIZE: "1" } })
}

const outputOf = async (child: ReturnType<typeof savingProcess>): Promise<string> => {
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  await once(child, "close")
  return output
}

const canTrace = process.platform === "linux"
  && spawnSync("strace", ["-f", "-o", "/dev/null", "-e", "trace=none", "true"]).status === 0

describe("a full disk", () => {
  it("ends the save with a sentence and leaves the earlier checkpoints and the room that there was", async ({ skip }) => {
    const disk = smallDisk("64k") ?? skip(noMounts)
    const first = await run(saveCheckpoint(disk, new Uint8Array(30_000).fill(1)))
    const large = new Uint8Array(50_000).fill(2)
    const error = await failureOf(saveCheckpoint(disk, large))
    expect(error).toMatchObject({ _tag: "LogWriteFailed", code: "ENOSPC" })
    expect(error.message).toBe(
      `${join(disk, "checkpoints", sha256(large))} cannot be written: the disk is full; `
      + `the log is complete, and once that is mended \`pvll resume ${disk}\` goes on`
    )
    expect(namesIn(disk)).toEqual([first])
    expect(await run(readCheckpoint(disk, first))).toHaveLength(30_000)

    expect(remount(disk, "size=256k")).toBe(true)
    expect(await run(readCheckpoint(disk, await run(saveCheckpoint(disk, large))))).toHaveLength(50_000)
  })
})

describe("a folder that may not be written", () => {
  it("on a disk that became read-only is told, and still read", async ({ skip }) => {
    const disk = smallDisk("64k") ?? skip(noMounts)
    const digest = await run(saveCheckpoint(disk, new Uint8Array(100)))
    expect(remount(disk, "ro")).toBe(true)
    const error = await failureOf(saveCheckpoint(disk, new Uint8Array(101)))
    expect(error.message).toContain("cannot be written: the file system is read-only")
    expect(await run(readCheckpoint(disk, digest))).toHaveLength(100)
  })

  it("for lack of permission is told", async ({ skip }) => {
    if (process.getuid?.() === 0 || process.platform === "win32") skip("this user may write everywhere")
    const folder = temporaryFolder()
    mkdirSync(join(folder, "checkpoints"))
    chmodSync(join(folder, "checkpoints"), 0o500)
    expect((await failureOf(saveCheckpoint(folder, new Uint8Array(1)))).message).toContain("cannot be written: permission denied")
  })
})

describe("kill -9", () => {
  it("in the middle of saving, again and again, leaves no half checkpoint under its name, and the next save cleans up", async () => {
    const folder = temporaryFolder()
    for (let round = 0; round < 12; round++) {
      const child = savingProcess(folder, 1e6)
      const output = outputOf(child)
      await once(child.stdout, "data")
      await new Promise((resolve) => setTimeout(resolve, (round * 5) % 23))
      child.kill("SIGKILL")
      const acknowledged = (await output).split("\n").slice(0, -1)
      expectWhole(folder)
      for (const digest of acknowledged) expect(namesIn(folder)).toContain(digest)
    }
    const last = await run(saveCheckpoint(folder, Uint8Array.of(1)))
    expect(namesIn(folder)).toContain(last)
    expect(namesIn(folder).filter((name) => name.endsWith(".new"))).toEqual([])
  })

  it.for(["pwrite64", "fsync", "rename"])("at the first %s leaves nothing under a checkpoint's name", async (call, { skip }) => {
    if (!canTrace) skip("strace is not installed, or may not trace here")
    const folder = temporaryFolder()
    mkdirSync(join(folder, "checkpoints"))
    const digest = sha256(new Uint8Array(4_000_000))
    const draft = join(folder, "checkpoints", `${digest}.new`)
    const tracer = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", draft, "-e", `trace=${call}`, "-e", `inject=${call}:signal=SIGKILL:when=1`]
    expect(await outputOf(savingProcess(folder, 1, tracer))).toBe("")
    expect(namesIn(folder).filter((name) => !name.endsWith(".new"))).toEqual(namesIn(folder).includes(digest) ? [digest] : [])
    expectWhole(folder)
    expect(await run(saveCheckpoint(folder, new Uint8Array(4_000_000)))).toBe(digest)
    expect(namesIn(folder)).toEqual([digest])
  })
})

describe("an error of the system", () => {
  it.for([
    ["a write that fails", "pwrite64:error=EIO:when=1", "the disk reports an I/O error"],
    ["a sync that fails", "fsync:error=EIO:when=1", "the disk reports an I/O error"],
    ["a full disk after a short write", "pwrite64:error=ENOSPC:when=1", "the disk is full"]
  ] as const)("%s is told, and nothing of the checkpoint stays", async ([, fault, reason], { skip }) => {
    if (!canTrace) skip("strace is not installed, or may not trace here")
    const folder = temporaryFolder()
    mkdirSync(join(folder, "checkpoints"))
    const draft = join(folder, "checkpoints", `${sha256(new Uint8Array(4_000_000))}.new`)
    const tracer = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", draft, "-e", `trace=${fault.split(":")[0]}`, "-e", `inject=${fault}`]
    expect(await outputOf(savingProcess(folder, 1, tracer))).toContain(reason)
    expect(namesIn(folder)).toEqual([])
  })
})
