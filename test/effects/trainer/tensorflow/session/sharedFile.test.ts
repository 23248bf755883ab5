import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { openSharedFile } from "../../../../../src/effects/trainer/tensorflow/session/sharedFile.ts"
import { fileProblem } from "../../../../../src/effects/trainer/tensorflow/session/fileProblem.ts"
import { idlePackage } from "./fakePackage.ts"
import { ownFolder } from "./ownFolder.ts"

describe("the file that batches are handed over in", () => {
  it("has its bytes from the start on, no name, and a folder that goes with it", () => {
    const parent = ownFolder()
    const { file, folder, write, close } = openSharedFile(3 * 2 ** 20, [parent])
    expect(readdirSync(folder)).toEqual([])
    write(Float32Array.of(1.5), 2 ** 20)
    const bytes = readFileSync(file)
    expect(bytes.length).toBe(3 * 2 ** 20)
    expect(bytes.readFloatLE(2 ** 20)).toBe(1.5)
    close()
    expect(readdirSync(parent)).toEqual([])
  })

  it("is on the disk where memory has no folder or no room, and leaves nothing there", () => {
    const parent = ownFolder()
    const shared = openSharedFile(4096, [join(parent, "nowhere"), parent])
    expect(shared.folder.startsWith(join(parent, "pvll-tensorflow-"))).toBe(true)
    shared.close()
  })

  it("that no folder takes is an error, and nothing is left", () => {
    const parent = ownFolder()
    writeFileSync(join(parent, "file"), "")
    expect(() => openSharedFile(4096, [join(parent, "nowhere"), join(parent, "file")])).toThrow(/ENOTDIR/)
    expect(readdirSync(parent)).toEqual(["file"])
  })

  it("takes away what processes left that are no more, and nothing of others", () => {
    const parent = ownFolder()
    for (const name of [`pvll-tensorflow-${2 ** 30}-abc`, `pvll-tensorflow-${process.ppid}-abc`, "pvll-tensorflow-x", "other"]) {
      mkdirSync(join(parent, name))
      writeFileSync(join(parent, name, "saved_model.pb"), "")
    }
    openSharedFile(0, [parent]).close()
    expect(readdirSync(parent).toSorted()).toEqual(["other", `pvll-tensorflow-${process.ppid}-abc`, "pvll-tensorflow-x"].toSorted())
  })
})

/** Runs a program where memory has a folder of four MB, as in a container; null where this user may not make one. */
const withLittleMemory = (program: string, environment: Readonly<Record<string, string>>): string | null => {
  const run = (command: string) => spawnSync("unshare", [
    "--user", "--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs -o size=4m tmpfs /dev/shm && ${command}`
  ], { encoding: "utf8", env: { ...process.env, ...environment } })
  if (run("true").status !== 0) return null
  const { stdout, stderr } = run(`exec "${process.execPath}" "${join(import.meta.dirname, program)}" "${idlePackage()}"`)
  return `${stdout}${stderr}`
}

describe("a folder in memory that has too little room", () => {
  it("gives way to the one for temporary files", (context) => {
    const parent = ownFolder()
    const said = withLittleMemory("littleMemory.ts", { TMPDIR: parent })
    if (said === null) return context.skip("this user may not mount a file system")
    expect(JSON.parse(said)).toEqual({ opened: expect.stringContaining(join(parent, "pvll-tensorflow-")), leftInMemory: [] })
    expect(readdirSync(parent)).toEqual([])
  })

  it("is an error with the way out where that one cannot be used either, and TensorFlow is not blamed", (context) => {
    const said = withLittleMemory("littleMemory.ts", { TMPDIR: "/nonexistent" })
    if (said === null) return context.skip("this user may not mount a file system")
    expect(JSON.parse(said)).toEqual({
      error: expect.stringMatching(/^batches cannot be handed to TensorFlow: \/nonexistent cannot be used \(ENOENT.*\): name a folder that can be written to with TMPDIR$/),
      leftInMemory: []
    })
  })
})

describe("what cannot be written", () => {
  it.each([
    ["ENOSPC", /there is no room for it in \/t \(ENOSPC\): free some space there and try again, or name another folder with TMPDIR$/],
    ["EMFILE", /too many files are open \(EMFILE\)/],
    ["ENOENT", /\/t cannot be used \(why\): name a folder that can be written to with TMPDIR$/]
  ])("is not blamed on TensorFlow: %s", (code, sentence) => {
    const { message } = fileProblem("a graph", { code, message: "why" }, "/t")
    expect(message).toMatch(/^a graph cannot be handed to TensorFlow: /)
    expect(message).toMatch(sentence)
  })
})
