import { spawn } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterEach, describe, expect, it, vi } from "vitest"
import type { Held, Request } from "../../../../../src/effects/trainer/tensorflow/session/messages.ts"
import { openSession, type Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { smallAssignment } from "../../superNetwork/smallTrainer.ts"
import { withSession } from "../engine/smallTensorflow.ts"
import { fakePackage } from "./fakePackage.ts"
import { describeTensorflow, heldSession, installed, onCpu } from "./heldSession.ts"
import { ownFolder } from "./ownFolder.ts"
import { eventually, processesWith } from "./processes.ts"

/** The same session, and what TensorFlow held after each request. */
const counted = (session: Session) => {
  const held: Held[] = []
  const ask = (request: Request) => Effect.tap(session.ask(request), (ran) => Effect.sync(() => held.push(ran.held)))
  return { held, session: { ...session, ask } }
}

/** Trains, measures and tests for some thirty batches, on graphs of several architectures. */
const use = async (session: Session, steps = [1, 2, 3]): Promise<void> => {
  await withSession(() => session)((trainer) => Effect.gen(function*() {
    for (const step of steps) {
      yield* trainer.measure(smallAssignment(step), true)
      yield* trainer.weights.test(smallAssignment(step))
    }
  }))
}

const refused: Request = { type: "run", feeds: [], output: "no such output" }

/** A package that is the real one but for what `change` does to `tf` and its `backend`. */
const changedPackage = (name: string, change: string): string => fakePackage(name, `
  const tf = require(${JSON.stringify(installed().packageFolder)})
  const backend = tf.backend()
  const run = backend.runSavedModel.bind(backend)
  const kept = []
  ${change}
  module.exports = tf
`)

describeTensorflow("what TensorFlow holds", () => {
  const session = heldSession()

  it("is the same after many batches, several graphs and a failure: no tensor, and one graph", async () => {
    const { held, session: watched } = counted(session())
    await use(watched)
    const first = held.at(-1)!
    expect(first).toMatchObject({ tensors: 0, graphs: 1 })
    await Effect.runPromise(Effect.flip(watched.ask(refused)))
    await Effect.runPromise(Effect.flip(watched.ask({ type: "load", model: new Uint8Array(3) })))
    await use(watched, [4, 5, 1])
    expect(held.length).toBeGreaterThan(60)
    for (const { tensors, graphs } of held) expect({ tensors, graphs }).toEqual({ tensors: 0, graphs: 1 })
  })

  it.each([
    ["a tensor of the package", `backend.runSavedModel = (...all) => { kept.push(tf.tensor(new Int32Array(1), [1], "int32")); return run(...all) }`],
    ["results that nobody read", "backend.runSavedModel = (...all) => { kept.push(run(...all)); return run(...all) }"]
  ])("would be seen to grow by one leak a batch: %s", async (name, change) => {
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const { held, session } = counted(yield* openSession({ packageFolder: changedPackage(name.replaceAll(" ", "-"), change), variant: "cpu" }, onCpu))
      yield* Effect.promise(() => use(session, [1]))
      expect(held.at(-1)!.tensors).toBeGreaterThanOrEqual(8)
    })))
  })
})

describe.skipIf(process.platform !== "linux")("what is left behind", () => {
  afterEach(() => void vi.unstubAllEnvs())

  describeTensorflow("by TensorFlow's process", () => {
    /** A folder for the temporary files of one test. */
    const temporaryFiles = (): string => {
      const folder = ownFolder()
      vi.stubEnv("TMPDIR", folder)
      return folder
    }

    it("is nothing once the scope ends", async () => {
      const folder = temporaryFiles()
      const path = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
        const session = yield* openSession(installed(), onCpu)
        yield* Effect.promise(() => use(session, [1]))
        expect(processesWith(session.shared.folder)).toHaveLength(1)
        return session.shared.folder
      })))
      expect(processesWith(path)).toEqual([])
      expect(existsSync(path)).toBe(false)
      expect(readdirSync(folder)).toEqual([])
    })

    it("is nothing where it is killed", async () => {
      const folder = temporaryFiles()
      const path = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
        const session = yield* openSession(installed(), onCpu)
        for (const pid of processesWith(session.shared.folder)) process.kill(pid, "SIGKILL")
        expect(yield* Effect.flip(session.ask(refused))).toMatchObject({ reason: "out-of-memory" })
        return session.shared.folder
      })))
      expect(processesWith(path)).toEqual([])
      expect(existsSync(path)).toBe(false)
      expect(readdirSync(folder)).toEqual([])
    })

    it("is nothing where the process that asked is killed", async () => {
      const folder = temporaryFiles()
      const script = join(import.meta.dirname, "heldOpen.ts")
      const parent = spawn(process.execPath, [script, installed().packageFolder], { stdio: ["ignore", "pipe", "ignore"], env: process.env })
      const path = await new Promise<string>((resolve) => {
        parent.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()))
      })
      expect(processesWith(path)).toHaveLength(1)
      parent.kill("SIGKILL")
      expect(await eventually(() => processesWith(path).length === 0)).toBe(true)
      expect(existsSync(path)).toBe(false)
      expect(readdirSync(folder)).toEqual([])
    })
  })
})
