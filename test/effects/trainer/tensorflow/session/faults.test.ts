import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import { paperConfiguration } from "../../../../../src/core/search/configuration.ts"
import { newGraph, T, type } from "../../../../../src/effects/trainer/tensorflow/graph/graph.ts"
import { encodeSavedModel } from "../../../../../src/effects/trainer/tensorflow/graph/savedModel.ts"
import type { SessionSettings } from "../../../../../src/effects/trainer/tensorflow/session/environment.ts"
import { openSession, type Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { openTensorflowTrainer } from "../../../../../src/effects/trainer/tensorflow/tensorflowTrainer.ts"
import type { TrainerError } from "../../../../../src/effects/trainer/Trainer.ts"
import type { TrainingPosition } from "../../../../../src/effects/trainer/TrainingProgress.ts"
import { smallAssignment, smallData, smallTraining } from "../../superNetwork/smallTrainer.ts"
import { digest, reported } from "../../superNetwork/trainerBehaviour.ts"
import { withSession } from "../engine/smallTensorflow.ts"
import { fakePackage } from "./fakePackage.ts"
import { describeTensorflow, heldSession, installed, onCpu } from "./heldSession.ts"
import { ownFolder } from "./ownFolder.ts"
import { processesWith } from "./processes.ts"

const opening = (packageFolder: string, settings: SessionSettings = onCpu): Promise<TrainerError> =>
  Effect.runPromise(Effect.scoped(Effect.flip(openSession({ packageFolder, variant: settings.device.type }, settings))))

/** The binding's package as it lies here, `from` its folder on changed by `change`. */
const brokenPackage = (change: (folder: string) => void): string => {
  const real = installed().packageFolder
  const modules = join(ownFolder(), "node_modules")
  const scope = join(modules, "@tensorflow")
  const folder = join(scope, "tfjs-node")
  mkdirSync(scope, { recursive: true })
  cpSync(real, folder, { recursive: true })
  const link = (from: string, to: string): void => {
    for (const name of readdirSync(from)) if (!["@tensorflow", "tfjs-node"].includes(name)) symlinkSync(join(from, name), join(to, name))
  }
  link(dirname(real), scope)
  link(dirname(dirname(real)), modules)
  change(folder)
  return folder
}

const binding = (folder: string): string => {
  const [version] = readdirSync(join(folder, "lib"))
  return join(folder, "lib", version!, "tfjs_binding.node")
}

/** A graph whose output `all` takes 4 `rows` x `columns` bytes. */
const needing = (rows: number, columns: number): Uint8Array => {
  const graph = newGraph()
  const size = graph.integers([2], [rows, columns])
  const numbers = graph.add("RandomUniform", [size], { T: type("int32"), dtype: type("float") })
  const mean = graph.add("Mean", [numbers, graph.integers([2], [0, 1])], { ...T, Tidx: type("int32") })
  graph.add("Identity", [mean], T, "all")
  return encodeSavedModel(graph.nodes)
}

describeTensorflow("TensorFlow in trouble", () => {
  const session = heldSession()

  it("a process that is killed in the middle of a batch is an error, the weights are as before it, and the trainer closes", async () => {
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const own = yield* openSession(installed(), onCpu)
      yield* Effect.promise(() => withSession(() => own)((trainer) => Effect.gen(function*() {
        yield* trainer.train(smallAssignment(1))
        const before = yield* digest(trainer)
        const positions: TrainingPosition[] = []
        const error = yield* Effect.flip(reported(trainer.measure(smallAssignment(2), true), positions, () => {
          if (positions.length === 1) for (const pid of processesWith(own.shared.folder)) process.kill(pid, "SIGKILL")
        }))
        expect(error).toMatchObject({ _tag: "TrainerError", reason: "out-of-memory" })
        expect(error.message).toMatch(/^TensorFlow's process was killed, .* memory ran out; .*: pvll resume LOG goes on once there is more memory, .*--batch N/)
        expect(positions.length).toBeLessThan(4)
        expect(yield* digest(trainer)).toBe(before)
        // It stays away, and says so each time.
        expect((yield* Effect.flip(trainer.train(smallAssignment(2)))).reason).toBe("out-of-memory")
        expect(yield* digest(trainer)).toBe(before)
      })))
    })))
  })

  it("a lack of memory that TensorFlow tells of is an error, after which the session goes on", async () => {
    const ask = (request: Parameters<Session["ask"]>[0]) => session().ask(request)
    const error = await Effect.runPromise(Effect.andThen(
      // More than a machine has addresses for. TensorFlow waits ten seconds for memory to become free.
      ask({ type: "load", model: needing(2 ** 24, 2 ** 24) }), Effect.flip(ask({ type: "run", feeds: [], output: "all" }))))
    expect(error).toMatchObject({ reason: "out-of-memory" })
    expect(error.message).toMatch(/^there is too little memory on cpu \(.*OOM when allocating tensor with shape\[16777216,16777216\].*\); .*: pvll resume LOG goes on once there is more memory, /)
    await withSession(session)((trainer) => trainer.train(smallAssignment(1)))
  })

  it("a graph that TensorFlow does not take is an error with its own words", async () => {
    const graph = newGraph()
    graph.add("NoSuchOperation", [], {}, "all")
    const error = await Effect.runPromise(Effect.flip(session().ask({ type: "load", model: encodeSavedModel(graph.nodes) })))
    expect(error.reason).toBeUndefined()
    expect(error.message).toMatch(/^TensorFlow refuses this \(.*NoSuchOperation/)
  })

  it("what no machine has is refused before TensorFlow is loaded, with figures and a way out", async () => {
    const training = { ...smallTraining, channels: 16, layers: 8, batch: 900_000, imagesPerTraining: 900_000 }
    const data = { ...smallData, height: 32, width: 32 }
    const error = await Effect.runPromise(Effect.scoped(Effect.flip(openTensorflowTrainer({
      space: nb201, seed: 1, configuration: { ...paperConfiguration, training }, data, threads: 2, device: { type: "cpu" }
    }))))
    expect(error.message).toMatch(
      /^--batch 900000, --channels 16 and --layers 8 need \d+\.\d\d GiB of memory, but .*: --batch \d+ would need \d+\.\d\d GiB; smaller --channels or --layers help too$/)
  })

  it.each([
    ["channels", { channels: 2 ** 40 }, /^1099511627776 channels are more than the 4096 .*--channels$/],
    ["cells", { layers: 2 ** 40 }, /^1099511627776 cells are more than the 1000 .*--layers$/],
    ["channels and cells", { channels: 4096, layers: 30 }, /GiB/],
    ["images a batch", { batch: 2 ** 40, imagesPerTraining: 2 ** 41 }, /--batch/],
    ["images of batches and trainings", { batch: 1_000_000, epochs: 2 ** 50, imagesPerTraining: null }, /^--batch 1000000, .* GiB/]
  ] as const)("more %s than any machine has are refused in one sentence", async (_, changes, sentence) => {
    const error = await Effect.runPromise(Effect.scoped(Effect.flip(openTensorflowTrainer({
      space: nb201, seed: 1, configuration: { ...paperConfiguration, training: { ...smallTraining, ...changes } }, data: smallData,
      threads: 2, device: { type: "cpu" }
    }))))
    expect(error.message).toMatch(sentence)
  })

  const wayOut = /^TensorFlow's library cannot be loaded \(.*\): npm run setup:tensorflow brings it$/

  it("a package that is not there is an error with the way out", async () => {
    expect(await opening(join(ownFolder(), "nowhere"))).toMatchObject({ reason: "no-library", message: expect.stringMatching(wayOut) })
  })

  it.each([
    ["without a binding", (folder: string) => rmSync(join(folder, "lib"), { recursive: true })],
    ["with a binding that is no library", (folder: string) => {
      chmodSync(binding(folder), 0o755)
      writeFileSync(binding(folder), "not a library, though as long as one\n".repeat(100))
    }],
    ["with an empty binding", (folder: string) => {
      chmodSync(binding(folder), 0o755)
      writeFileSync(binding(folder), "")
    }],
    // The binding looks for it beside the folder that it was built in.
    ["without TensorFlow's library", () => {}]
  ])("a package %s is an error with the way out", async (_, change) => {
    expect(await opening(brokenPackage(change))).toMatchObject({ reason: "no-library", message: expect.stringMatching(wayOut) })
  })

  it("a package of another kind is an error, not a crash", async () => {
    expect((await opening(fakePackage("other", "module.exports = {}"))).message).toMatch(/^TensorFlow/)
  })

  it("a process that ends while it loads is an error with its status", async () => {
    expect((await opening(fakePackage("ends", "process.exit(7)"))).message).toMatch(/^TensorFlow's process ended with status 7; /)
    expect((await opening(fakePackage("aborts", `process.stderr.write("F0000 00:00:1.0 1 x.cc:1] Check failed: ok\\n"); process.abort()`))).message)
      .toMatch(/^TensorFlow's process ended with SIGABRT \(F0000 .*Check failed: ok\); /)
  })

  it("a GPU where TensorFlow has none is an error with the way out", async () => {
    expect(await opening(installed().packageFolder, { device: { type: "gpu", number: 0 }, threads: 2 })).toMatchObject({
      reason: "no-device", message: "TensorFlow finds no GPU that it can use as gpu:0: see pvll doctor, or use --device cpu"
    })
  })
})
