import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { installation, isSetUp } from "../../src/effects/trainer/tensorflow/installation.ts"
import { eventsOf, factsOf, linesOf, logFile, textOf, writeLog } from "./logFile.ts"
import { pvll, started } from "./program.ts"
import { refused } from "./refused.ts"
import { json, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("tensorflow")
const small = [
  "--channels", "4", "--layers", "2", "--images", "200", "--warmup", "2", "--steps", "2", "--images-per-training", "64",
  "--validation-images", "64", "--set", "estimator.warmUpPasses=6", "--set", "estimator.passes=3", "--threads", "2"
]
const search = (name: string, ...more: readonly string[]) => ["search", ...small, "--out", folder, "--name", name, "--quiet", ...more]

describe("a device is refused in one sentence, before there is a log", () => {
  const nothingMade = (...args: readonly string[]): string => {
    const sentence = refused(["search", "--out", folder, "--name", "refused", ...args])
    expect(existsSync(join(folder, "refused"))).toBe(false)
    return sentence
  }

  test("that is none", () => {
    for (const device of ["gpu:x", "tpu", ""]) {
      expect(nothingMade("--trainer", "tensorflow", "--device", device)).toMatch(/^--device ".*" is no device: choose cpu or gpu\[:N\], N from 0 on$/)
    }
  })

  test("without the trainer that has devices", () => {
    for (const trainer of [[], ["--trainer", "wasm"], ["--trainer", "table"]]) {
      expect(nothingMade(...trainer, "--device", "gpu:0"))
        .toBe("--device gpu:0 chooses what --trainer tensorflow computes on: give that too, or leave --device out")
    }
  })

  test("that is not set up here, or not there, with the way out", () => {
    const way = installation("gpu")
    const sentence = nothingMade("--trainer", "tensorflow", "--device", "gpu:99")
    if (typeof way === "string") expect(sentence).toMatch(/run npm .*setup:tensorflow -- --gpu/)
    else expect(sentence).toMatch(/gpu:99/)
  })
})

test("a log that was looked up in a table has no device", () => {
  expect(refused(["resume", "logs/example-nb201", "--device", "cpu"]))
    .toBe("this log was measured with the table nb201/cifar10, where nothing is computed: leave --device out")
})

test("help and completions name the engine and its devices", () => {
  const { stdout } = pvll(["search", "--help"])
  expect(stdout).toContain("--trainer wasm|tensorflow|table[:FILE]")
  expect(stdout).toContain("--device cpu|gpu[:N]")
})

const way = installation("cpu")
const missing = typeof way === "string" ? ` (skipped: ${way})` : ""

test.skipIf(missing === "")("without TensorFlow, its trainer is refused with the command that brings it", () => {
  expect(refused(search("nothing", "--trainer", "tensorflow"))).toMatch(/run npm .*setup:tensorflow/)
  expect(existsSync(join(folder, "nothing"))).toBe(false)
})

test("doctor names what is missing for TensorFlow, and the command that brings it", () => {
  const { findings } = JSON.parse(pvll(["doctor", "--json", "--out", folder]).stdout)
  const found = (name: string) => findings.find((finding: { readonly name: string }) => finding.name === name)
  for (const [name, variant] of [["TensorFlow", "cpu"], ["TensorFlow, GPU", "gpu"]] as const) {
    const there = installation(variant)
    if (typeof there === "string") expect(found(name)).toMatchObject({ state: isSetUp(variant) ? "broken" : "absent", detail: there })
    else expect(found(name).detail).toContain(`library ${there.tensorflow}, by ${there.packageName}`)
  }
  expect(found("GPUs").detail).toMatch(/driver/)
})

describe.skipIf(missing !== "")(`a search on TensorFlow${missing}`, () => {
  const whole = missing === "" ? json(search("whole", "--trainer", "tensorflow")) : null
  const run: string = whole?.log
  const facts = missing === "" ? factsOf(run) : ""
  const trainerOf = (log: string, type: string) => eventsOf(log).find((event) => event.type === type)?.data.trainer

  /** A copy of a run that was cut off behind a measured step. */
  const cutAfter = (log: string, name: string, step: number): string => {
    const copy = join(folder, name)
    cpSync(log, copy, { recursive: true })
    const lines = linesOf(textOf(log))
    const end = lines.findIndex((line) => line.includes("\"type\":\"learned\"") && line.includes(`"step":${step},`))
    return writeLog(copy, lines.slice(0, end + 1).join(""))
  }

  test("runs to its end, is shown, and says in its log what it was computed with", () => {
    expect(whole).toMatchObject({ steps: 4, reason: "finished", diverged: 0, test: { images: 1996 } })
    expect(json(["show", run])).toMatchObject({ steps: 4, fingerprint: whole.fingerprint, genotype: whole.genotype })
    expect(trainerOf(run, "configured")).toMatchObject({
      name: "tensorflow", version: expect.stringMatching(/^1 \(TensorFlow \d+\.\d+\.\d+, cpu \w+, 2 threads\)$/), deterministic: true
    })
    expect(pvll(["show", run]).stdout).toMatch(/measured by tensorflow \(TensorFlow \S+, cpu \w+, 2 threads\), seed 1/)
    expect(eventsOf(run)[1]).toMatchObject({ type: "started", data: { threads: 2, runtime: expect.stringMatching(/TensorFlow .* on cpu/) } })
  })

  test("draws what the embedded engine draws until the first loss differs, and measures nearly the same", () => {
    const wasm = json(search("wasm", "--trainer", "wasm")).log
    const first = (log: string, type: string) => eventsOf(log).find((event) => event.type === type)!.data
    expect(first(run, "sampled")).toEqual(first(wasm, "sampled"))
    expect(Math.abs(first(run, "measured").loss - first(wasm, "measured").loss)).toBeLessThan(1e-2)
    const { divergence } = JSON.parse(pvll(["diff", wasm, run, "--json"]).stdout)
    expect(divergence).toMatchObject({ seq: 0, cause: "engine" })
  })

  test("interrupted by Ctrl-C goes on to the same facts", async () => {
    const log = join(folder, "ctrl-c")
    const child = started(search("ctrl-c", "--trainer", "tensorflow"))
    const end = new Promise<number | null>((close) => child.on("close", close))
    const linesSoFar = (): number => (existsSync(logFile(log)) ? linesOf(readFileSync(logFile(log), "utf8")).length : 0)
    while (linesSoFar() < 4 && child.exitCode === null) await setTimeout(2)
    child.kill("SIGINT")
    expect(await end).toBe(130)
    expect(eventsOf(log).at(-1)).toMatchObject({ type: "stopped", data: { reason: "interrupted" } })
    // Whatever number of threads this machine would choose for a new search.
    expect(json(["resume", log, "--quiet"]).fingerprint).toBe(whole.fingerprint)
    expect(factsOf(log)).toBe(facts)
  })

  test("comes out the same when it is trained again, and its best are measured again", () => {
    expect(json(["replay", run, "--retrain", "2,4", "--quiet"]).retrained).toEqual({ steps: [2, 4], mismatch: null })
    expect(json(["remeasure", run, "--top", "1", "--quiet"]).remeasured).toHaveLength(2)
  })

  test("goes on with another number of threads, or by the embedded engine, as a recorded fork alone", () => {
    const cut = cutAfter(run, "cut", 3)
    const before = textOf(cut)
    for (const options of [["--threads", "1"], ["--trainer", "wasm"], ["--device", "gpu:0"]]) {
      const sentence = refused(["resume", cut, ...options])
      expect(sentence).toContain(`--at 3 ${options.join(" ")}\` goes on with it as a recorded fork`)
      expect(sentence).toMatch(/cpu \w+, 2 threads\)/)
    }
    expect(refused(["remeasure", cut, "--threads", "1"])).toMatch(/--at 3 --threads 1` goes on/)
    expect(refused(["replay", cut, "--retrain", "2", "--threads", "1"])).toMatch(/--threads 1 asks for another one: leave it out$/)
    expect(textOf(cut)).toBe(before)
    const fork = json(["resume", cut, "--at", "3", "--threads", "1", "--name", "one-thread", "--quiet"]).log
    expect(trainerOf(fork, "reconfigured").version).toMatch(/, 1 thread\)$/)
    expect(json(["resume", cut, "--at", "3", "--threads", "2", "--name", "two-threads", "--quiet"]).fingerprint).toBe(whole.fingerprint)
  })

  test("goes on with a log of the embedded engine as a fork, and that one back", () => {
    const wasm = json(search("embedded", "--trainer", "wasm")).log
    const fork = json(["resume", wasm, "--at", "3", "--trainer", "tensorflow", "--threads", "2", "--name", "forked", "--quiet"]).log
    expect(trainerOf(fork, "reconfigured")).toEqual(trainerOf(run, "configured"))
    const { status, stdout } = pvll(["diff", wasm, fork, "--json"])
    expect([status, JSON.parse(stdout).divergence]).toMatchObject([1, { step: 3, cause: "engine" }])
    const back = json(["resume", fork, "--at", "4", "--steps", "3", "--trainer", "wasm", "--name", "back", "--quiet"]).log
    expect(json(["replay", back, "--retrain", "5", "--quiet"]).retrained).toEqual({ steps: [5], mismatch: null })
  })

  test("is what a study runs one at a time, and its file cannot change the engine later", () => {
    const write = (trainer: string): string => {
      const file = join(folder, "study.json")
      writeFileSync(file, JSON.stringify({
        name: "engines", variants: [{ name: "only", trainer, device: trainer === "wasm" ? undefined : "cpu" }], seeds: [1, 2], measures: ["best-loss"],
        base: { preset: "digits", configuration: {
          warmUp: 1, steps: 1, training: { channels: 4, layers: 2, images: 200, imagesPerTraining: 32, validationImages: 32 }
        } }
      }))
      return file
    }
    const { status, stderr } = pvll(["study", "run", write("tensorflow"), "--out", folder, "--threads", "2"])
    expect(status, stderr).toBe(0)
    expect(stderr).toContain("searches of tensorflow run one at a time, each with all threads, or as many as the first run of its variant")
    for (const seed of [1, 2]) {
      expect(trainerOf(join(folder, "engines", "runs", "only", `seed-${seed}`), "configured").version).toMatch(/, 2 threads\)$/)
    }
    expect(refused(["study", "run", write("wasm"), "--out", folder])).toMatch(/trainer is "tensorflow" there and "wasm" by /)
  })

  test("is what doctor tries, beside the embedded engine", () => {
    const { findings } = JSON.parse(pvll(["doctor", "--json", "--out", folder]).stdout)
    expect(findings.find(({ name }: { name: string }) => name === "TensorFlow")).toMatchObject({
      state: "works", detail: expect.stringMatching(/^library \d+\.\d+\.\d+, by @tensorflow\/tfjs-node.* kernels on \d+ threads?; trains on cpu, .* its losses within /)
    })
  })
})
