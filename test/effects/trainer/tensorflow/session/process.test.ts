import { spawnSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { fakePackage, idlePackage } from "./fakePackage.ts"
import { onCpu } from "./heldSession.ts"

// Of TensorFlow's process, whatever is loaded in it: these need no TensorFlow.

const anyGraph = new Uint8Array(3)

it("a process that ends while nothing explains it but what it said while it was loaded is an error with its signal", async () => {
  const crashing = fakePackage("crashing", `
    process.stderr.write("E0000 00:00:1.0 1 cuda_dnn.cc:1] Unable to register cuDNN factory: one has already been registered\\nE0000 00:00:1.0 1 x.cc:1] bad_alloc while it is loaded\\n")
    const backend = { binding: { TF_Version: "0" }, get isUsingGpuDevice() { return false }, loadSavedModelMetaGraph: () => process.abort() }
    module.exports = { backend: () => backend }
  `)
  const error = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const own = yield* openSession({ packageFolder: crashing, variant: "cpu" }, onCpu)
    return yield* Effect.flip(own.ask({ type: "load", model: anyGraph }))
  })))
  expect([error.reason, error.message]).toEqual([
    undefined, "TensorFlow's process ended with SIGABRT; the log is complete up to its last line, and pvll resume goes on"
  ])
})

it("a process that hears nothing any more is an error, not a wait for ever", async () => {
  const deaf = fakePackage("deaf", `
    process.removeAllListeners("disconnect")
    process.on("newListener", (event) => { if (event === "message") setTimeout(() => process.disconnect(), 100) })
    setInterval(() => {}, 1000)
    module.exports = { backend: () => ({ binding: { TF_Version: "0" }, isUsingGpuDevice: false }) }
  `)
  const error = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const own = yield* openSession({ packageFolder: deaf, variant: "cpu" }, onCpu)
    yield* Effect.sleep(300)
    return yield* Effect.flip(own.ask({ type: "run", feeds: [], output: "all" }))
  })))
  expect(error.message).toMatch(/^TensorFlow's process cannot be reached \(.*\); the log is complete/)
})

it("a system that has no room for another process is an error, not a bug of ours", () => {
  const { stdout, stderr } = spawnSync("sh", ["-c", `ulimit -n 200 && exec "${process.execPath}" "${join(import.meta.dirname, "noRoom.ts")}"`], {
    encoding: "utf8"
  })
  expect(`${stdout}${stderr}`).toMatch(/^TensorFlow's process cannot be started \(.*EMFILE\): end other programs/)
})

it("a graph that cannot be written to its file is an error of that folder, not of TensorFlow", async () => {
  const error = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const own = yield* openSession({ packageFolder: idlePackage(), variant: "cpu" }, onCpu)
    // Nothing can be made below a file.
    rmSync(own.shared.folder, { recursive: true })
    writeFileSync(own.shared.folder, "")
    return yield* Effect.flip(own.ask({ type: "load", model: anyGraph }))
  })))
  expect(error.message).toMatch(/^a graph cannot be handed to TensorFlow: .*pvll-tensorflow-.* cannot be used \(E.*\): name a folder/)
})
