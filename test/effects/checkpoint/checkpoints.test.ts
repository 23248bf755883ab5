import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { bringCheckpoints } from "../../../src/effects/checkpoint/bringCheckpoints.ts"
import { checkpointSizes, readCheckpoint, removeCheckpoint } from "../../../src/effects/checkpoint/checkpoints.ts"
import { saveCheckpoint } from "../../../src/effects/checkpoint/saveCheckpoint.ts"
import { sha256 } from "../../../src/effects/log/sha256.ts"
import { failureOf, run } from "../log/logs.ts"
import { temporaryFolder } from "../log/temporaryFolder.ts"
import { noMounts, smallDisk } from "./smallDisk.ts"

const content = (seed: number, length = 1000) => Uint8Array.from({ length }, (_, i) => (i * seed) % 251)
const fileOf = (runFolder: string, digest: string) => join(runFolder, "checkpoints", digest)
const namesIn = (runFolder: string) => readdirSync(join(runFolder, "checkpoints")).toSorted()

describe("a checkpoint", () => {
  it("stands under its SHA-256 and comes back bit by bit", async () => {
    const folder = temporaryFolder()
    const digest = await run(saveCheckpoint(folder, content(3)))
    expect(digest).toBe(sha256(content(3)))
    expect(namesIn(folder)).toEqual([digest])
    expect(new Uint8Array(await run(readCheckpoint(folder, digest)))).toEqual(content(3))
  })

  it("is kept once however often it is saved", async () => {
    const folder = temporaryFolder()
    const digest = await run(saveCheckpoint(folder, content(3)))
    const { ino, mtimeMs } = statSync(fileOf(folder, digest))
    expect(await run(saveCheckpoint(folder, content(3)))).toBe(digest)
    expect(statSync(fileOf(folder, digest))).toMatchObject({ ino, mtimeMs })
  })

  it("that was damaged is mended by the next save of it", async () => {
    const folder = temporaryFolder()
    const digest = await run(saveCheckpoint(folder, content(3)))
    truncateSync(fileOf(folder, digest), 10)
    await run(saveCheckpoint(folder, content(3)))
    expect(await run(readCheckpoint(folder, digest))).toHaveLength(1000)
  })

  it("that was being saved when the program died is removed by the next save", async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, "checkpoints"))
    writeFileSync(fileOf(folder, `${"a".repeat(64)}.new`), "half")
    const digest = await run(saveCheckpoint(folder, content(3)))
    expect(namesIn(folder)).toEqual([digest])
  })

  it("that is missing is named, with what to do", async () => {
    const folder = temporaryFolder()
    const error = await failureOf(readCheckpoint(folder, "b".repeat(64)))
    expect(error).toMatchObject({ _tag: "CheckpointError", kind: "missing", file: fileOf(folder, "b".repeat(64)) })
    expect(error.message).toBe(`${error.file} is missing; what is needed is trained again from the checkpoint before it`)
  })

  it("of which any byte changed is not taken", async () => {
    const folder = temporaryFolder()
    const digest = await run(saveCheckpoint(folder, content(3, 40)))
    for (let at = 0; at < 40; at++) {
      const bytes = content(3, 40)
      bytes[at]! ^= 1
      writeFileSync(fileOf(folder, digest), bytes)
      expect(await failureOf(readCheckpoint(folder, digest))).toMatchObject({ kind: "damaged" })
    }
  })

  it.for([
    ["was cut", (file: string) => truncateSync(file, 999), "was cut or changed"],
    ["is empty", (file: string) => truncateSync(file, 0), "is empty"],
    ["is a folder", (file: string) => { rmSync(file); mkdirSync(file) }, "is not a file"]
  ] as const)("that %s is refused in one sentence that names the file", async ([, damage, phrase]) => {
    const folder = temporaryFolder()
    const digest = await run(saveCheckpoint(folder, content(3)))
    damage(fileOf(folder, digest))
    const error = await failureOf(readCheckpoint(folder, digest))
    expect(error).toMatchObject({ kind: "damaged" })
    expect(error.message).toContain(`${fileOf(folder, digest)} ${phrase}`)
    expect(error.message).toContain("trained again from the checkpoint before it")
  })

  it.for([
    "", "..", "../../etc/passwd", "/etc/passwd", "A".repeat(64), "a".repeat(63), `${"a".repeat(64)}\n`, `../checkpoints/${"a".repeat(64)}`
  ])("named %j by a log is no path, whatever is done with it", async (reference) => {
    const folder = temporaryFolder()
    const other = temporaryFolder()
    for (const effect of [readCheckpoint(folder, reference), removeCheckpoint(folder, reference), bringCheckpoints(folder, other, [reference])]) {
      const error = await failureOf<unknown, { message: string }>(effect)
      expect(error).toMatchObject({ _tag: "CheckpointError", kind: "not-a-digest" })
      expect(error.message).toContain(`names no checkpoint in ${join(folder, "checkpoints")}`)
    }
  })

  it("has its size told; files of other names do not count", async () => {
    const folder = temporaryFolder()
    expect(await run(checkpointSizes(folder))).toEqual(new Map())
    const first = await run(saveCheckpoint(folder, content(3, 10)))
    const second = await run(saveCheckpoint(folder, content(5, 20)))
    writeFileSync(fileOf(folder, "notes.txt"), "mine")
    expect(await run(checkpointSizes(folder))).toEqual(new Map([[first, 10], [second, 20]]))
  })

  it("that is freed is gone, and freeing it again is no error", async () => {
    const folder = temporaryFolder()
    const digest = await run(saveCheckpoint(folder, content(3)))
    await run(removeCheckpoint(folder, digest))
    await run(removeCheckpoint(folder, digest))
    expect(await run(checkpointSizes(folder))).toEqual(new Map())
  })
})

describe("a fork", () => {
  it("shares its parent's checkpoints, and keeps them when the parent frees its own", async () => {
    const [parent, fork] = [temporaryFolder(), join(temporaryFolder(), "fork")]
    const digests = [await run(saveCheckpoint(parent, content(3))), await run(saveCheckpoint(parent, content(5)))]
    mkdirSync(fork)
    await run(bringCheckpoints(parent, fork, digests))
    for (const digest of digests) expect(statSync(fileOf(fork, digest)).ino).toBe(statSync(fileOf(parent, digest)).ino)
    await run(removeCheckpoint(parent, digests[0]!))
    expect(new Uint8Array(await run(readCheckpoint(fork, digests[0]!)))).toEqual(content(3))
  })

  it("may be brought the same ones again, and none at all", async () => {
    const [parent, fork] = [temporaryFolder(), temporaryFolder()]
    const digest = await run(saveCheckpoint(parent, content(3)))
    await run(bringCheckpoints(parent, fork, []))
    expect(readdirSync(fork)).toEqual([])
    await run(bringCheckpoints(parent, fork, [digest]))
    await run(bringCheckpoints(parent, fork, [digest, digest]))
    expect(namesIn(fork)).toEqual([digest])
  })

  it("on another disk gets copies", async ({ skip }) => {
    const parent = smallDisk("64k") ?? skip(noMounts)
    const fork = temporaryFolder()
    const digest = await run(saveCheckpoint(parent, content(3)))
    await run(bringCheckpoints(parent, fork, [digest]))
    expect(statSync(fileOf(fork, digest)).nlink).toBe(1)
    expect(readFileSync(fileOf(fork, digest))).toEqual(Buffer.from(content(3)))
    writeFileSync(fileOf(parent, digest), "changed")
    rmSync(fileOf(fork, digest))
    expect(await failureOf(bringCheckpoints(parent, fork, [digest]))).toMatchObject({ kind: "damaged" })
    expect(namesIn(fork)).toEqual([])
  })

  it("gets the checkpoint itself where its parent's is a link to another place", async () => {
    const [parent, fork, elsewhere] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
    const digest = await run(saveCheckpoint(parent, content(3)))
    linkSync(fileOf(parent, digest), join(elsewhere, "moved"))
    rmSync(fileOf(parent, digest))
    symlinkSync(join(elsewhere, "moved"), fileOf(parent, digest))
    await run(bringCheckpoints(parent, fork, [digest]))
    rmSync(fileOf(parent, digest))
    expect(await run(readCheckpoint(fork, digest))).toHaveLength(1000)
  })

  it("is told which checkpoint of its parent is missing", async () => {
    const [parent, fork] = [temporaryFolder(), temporaryFolder()]
    expect(await failureOf(bringCheckpoints(parent, fork, ["c".repeat(64)])))
      .toMatchObject({ kind: "missing", file: fileOf(parent, "c".repeat(64)) })
  })
})
