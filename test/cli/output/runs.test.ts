import { describe, expect, test } from "vitest"
import { runsText } from "../../../src/cli/output/runs.ts"
import type { ListedRun } from "../../../src/effects/search/readRuns.ts"

const run = (name: string, trainer: ListedRun["trainer"], options: ListedRun["options"] = {}): ListedRun => ({
  name, log: `logs/${name}`, state: "finished", steps: 3, best: null, space: "nasnet", data: "digits", seed: 1, trainer, options,
  forkOf: null, damage: null
})
const wasm = { name: "wasm", version: "1" }
const tensorflow = (threads: number) => ({ name: "tensorflow", version: `1 (TensorFlow 2.21.0, cpu avx512, ${threads} threads)` })

const linesOf = (...runs: readonly ListedRun[]) => runsText("logs", runs).slice(1)

describe("what tells runs apart", () => {
  test("is their engine, where they have several", () => {
    const [a, b] = linesOf(run("a", wasm), run("b", tensorflow(2)))
    expect(a).toMatch(/trainer=wasm$/u)
    expect(b).toMatch(/trainer=tensorflow$/u)
  })

  test("is the engine's version, where it is the same engine on another platform", () => {
    const [a, b] = linesOf(run("a", tensorflow(1)), run("b", tensorflow(2)))
    expect(a).toMatch(/trainer=tensorflow 1 \(TensorFlow 2\.21\.0, cpu avx512, 1 threads\)$/u)
    expect(b).toMatch(/2 threads\)$/u)
  })

  test("is no engine that all have, and never one that is not known", () => {
    const lines = linesOf(run("a", wasm, { warmUp: 3 }), run("b", wasm, { warmUp: 4 }), run("c", null, { warmUp: 4 }))
    expect(lines[0]).toMatch(/warmUp=3$/u)
    for (const line of lines) expect(line).not.toContain("trainer")
  })
})
