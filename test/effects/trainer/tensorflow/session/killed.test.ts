import { spawn } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { openSharedFile } from "../../../../../src/effects/trainer/tensorflow/session/sharedFile.ts"
import { fakePackage } from "./fakePackage.ts"
import { onCpu } from "./heldSession.ts"
import { eventually, processesWith } from "./processes.ts"

// What is left behind by processes that are killed, whatever is loaded: these need no TensorFlow.

const noMemoryFolder = !existsSync("/dev/shm")

it("nothing is left where TensorFlow's process is killed while it reads a graph", async () => {
  const folders: string[] = []
  const killed = fakePackage("killed", `
    const fs = require("node:fs")
    const loadSavedModelMetaGraph = (folder) => {
      if (fs.existsSync(folder + "/saved_model.pb")) process.kill(process.pid, "SIGKILL")
    }
    module.exports = { backend: () => ({ binding: { TF_Version: "0" }, isUsingGpuDevice: false, loadSavedModelMetaGraph }) }
  `)
  const error = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const own = yield* openSession({ packageFolder: killed, variant: "cpu" }, onCpu)
    folders.push(own.shared.folder)
    return yield* Effect.flip(own.ask({ type: "load", model: new Uint8Array(3) }))
  })))
  expect(error.reason).toBe("out-of-memory")
  expect(folders.map((folder) => existsSync(folder))).toEqual([false])
})

/** A process that opens a session with a package that takes a second to load, its folder, and the processes of it. */
const opening = async () => {
  const slow = fakePackage("slow", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)")
  const script = join(import.meta.dirname, "heldOpen.ts")
  const parent = spawn(process.execPath, [script, slow], { stdio: "ignore", env: process.env })
  const ended = new Promise((resolve) => parent.once("exit", resolve))
  const folder = (): string | undefined => {
    const name = readdirSync("/dev/shm").find((entry) => entry.startsWith(`pvll-tensorflow-${parent.pid}-`))
    return name === undefined ? undefined : join("/dev/shm", name)
  }
  expect(await eventually(() => folder() !== undefined)).toBe(true)
  const path = folder()!
  return { path, kill: () => parent.kill("SIGKILL"), ended }
}

it.skipIf(noMemoryFolder).each([0, 60, 200, 800])(
  "nothing is left where the process that asks is killed %d ms after TensorFlow's has begun", async (delay) => {
    const { path, kill } = await opening()
    expect(await eventually(() => processesWith(path).length === 1)).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, delay))
    kill()
    expect(await eventually(() => processesWith(path).length === 0)).toBe(true)
    expect(existsSync(path)).toBe(false)
  })

it.skipIf(noMemoryFolder)("what is left where both processes were killed is gone with the next start", async () => {
  const { path, kill, ended } = await opening()
  expect(await eventually(() => processesWith(path).length === 1)).toBe(true)
  const [pid] = processesWith(path)
  process.kill(pid!, "SIGSTOP")
  kill()
  process.kill(pid!, "SIGKILL")
  await ended
  expect(existsSync(path)).toBe(true)
  openSharedFile(0).close()
  expect(existsSync(path)).toBe(false)
})
