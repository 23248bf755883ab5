import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { pvll, started } from "./program.ts"
import { refused } from "./refused.ts"
import { smallest, table, writeSmallTable } from "./smallTable.ts"
import { writeRun } from "./writtenLog.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-propose-"))
afterAll(() => rmSync(folder, { recursive: true }))

const example = fileURLToPath(new URL("../../logs/example-nb201", import.meta.url))
const run = writeRun(folder, "run", {
  changes: { estimator: { name: "lstm", members: 1, warmUpPasses: 20, passes: 10 }, proposal: { candidates: 1 } }
})

interface Step {
  readonly step: number
  readonly recorded: { readonly architecture: string; readonly loss: number | null }
  readonly proposed: { readonly architecture: string; readonly loss: number | null }
  readonly verdict: string
}

const document = (...args: readonly string[]) => {
  const { status, stdout, stderr } = pvll(["refit", ...args, "--propose", "--json"])
  expect(status, stderr).toBe(0)
  return { ...JSON.parse(stdout), stderr }
}

describe("pvll refit --propose", () => {
  test("asks another estimator at each step of a search, and a table what its answers would have measured", () => {
    const { proposals: [{ name, steps, summary }], table } = document(example, "--estimator", "ridge")
    expect([name, steps.length, table.name]).toEqual(["ridge", 60, "nb201/cifar10"])
    for (const { recorded, proposed, verdict } of steps as readonly Step[]) {
      expect(verdict).toBe(recorded.architecture === proposed.architecture ? "same"
        : proposed.loss! < recorded.loss! ? "better" : proposed.loss! > recorded.loss! ? "worse" : "equal")
    }
    expect(summary.same + summary.better + summary.worse + summary.equal).toBe(60)
    expect(summary.best.recorded.loss).toBe(Math.min(...steps.map(({ recorded }: Step) => recorded.loss)))
    expect(summary.best.proposed.loss).toBe(Math.min(...steps.map(({ proposed }: Step) => proposed.loss)))
  })

  test("finds the log's own choices where it asks the log's own estimator", () => {
    const { proposals: [{ steps, summary }] } = document(run, "--estimator", "lstm", "--quiet")
    expect([steps.length, summary.same]).toEqual([12, 12])
  })

  test("says for people how often they agree and what it would have been worth", () => {
    const { stdout } = pvll(["refit", example, "--propose", "--estimator", "ridge", "--quiet"])
    expect(stdout).toMatch(/^What if ridge had chosen\?\nstep +recorded +proposed +recorded architecture +proposed architecture\n +21 +0\./m)
    expect(stdout).toMatch(/Of 60 steps the proposal is the same at \d+; otherwise better \d+ times, worse \d+ times/)
    expect(stdout).toMatch(/Mean loss: recorded 0\.\d+, proposed 0\.\d+/)
    expect(stdout).not.toContain("\u001b")
  })

  test("tries a grid as well", () => {
    const { proposals } = document(run, "--estimator", "ridge,gp", "--memory", "10,all", "--quiet")
    expect(proposals.map(({ name }: { name: string }) => name)).toEqual([
      "ridge memory=10", "ridge memory=all", "gp memory=10", "gp memory=all"
    ])
  })

  test("does without losses where the table is not known, and says so", () => {
    const { proposals: [{ steps, summary }], table, stderr } = document(run, "--estimator", "ridge")
    expect(table).toBeNull()
    expect(stderr).toContain("the losses of proposals are not known: where the table made-up lies is not known on this machine")
    expect(steps.every(({ verdict, proposed }: Step) => verdict === "same" || proposed.loss === null)).toBe(true)
    expect(summary.meanLoss).toBeNull()
  })

  test("looks up in the table that is named, and refuses another one", () => {
    const files = writeSmallTable(folder)
    const log = join(folder, "small")
    expect(pvll(["search", ...files, "--warmup", "4", "--steps", "8", "--name", "small", "--out", folder, "--quiet"]).status).toBe(0)
    rmSync(join(log, "local.json"))
    const { proposals: [{ steps }] } = document(log, "--estimator", "ridge", ...files.slice(2))
    expect(steps).toHaveLength(8)
    for (const { proposed: { architecture, loss } } of steps as readonly Step[]) {
      // those with none into the first node diverge
      if (architecture.startsWith("|none~0|")) expect(loss).toBeNull()
      else expect(loss).toBeGreaterThanOrEqual(smallest)
    }
    const other = join(folder, "other.csv")
    writeFileSync(other, table().replace("0.7", "0.6"))
    expect(refused(["refit", log, "--propose", "--estimator", "ridge", "--trainer", `table:${other}`, "--quiet"]))
      .toContain("holds other measurements than this log was made with")
  })

  test.each([
    [["--folds", "3"], "--propose fits nothing to folds and draws nothing: leave out --folds"],
    [["--trainer", "wasm"], "--propose trains nothing: it looks losses up in a table, --trainer table or table:FILE"],
    [["--set", "warmUp=3"], `${run}: its warm-up of 8 architectures is what the log holds, and cannot be 3 in a what-if`],
    [[example], "--propose asks about one log at a time, not about 2"]
  ])("%j is refused in one sentence", (args, sentence) => {
    expect(refused(["refit", run, "--propose", "--quiet", ...args])).toBe(sentence)
  })

  test("interrupted, it prints the steps that it has", async () => {
    const file = join(folder, "slow.mjs")
    writeFileSync(file, `import { writeSync } from "node:fs"
let fits = 0
export default () => ({
  name: "slow", init: () => ({}), deviation: null,
  fit: (state) => {
    fits++
    if (fits === 4) writeSync(2, "the fourth fit\\n")
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fits < 4 ? 1 : 300)
    return { state, passes: 1, tau: null }
  },
  predict: (state, { count }) => new Float64Array(count),
  gradient: (state, { inputs }) => new Float64Array(inputs.length)
})\n`)
    const child = started(["refit", run, "--propose", "--estimator", file])
    let stdout = ""
    child.stdout.on("data", (chunk) => (stdout += String(chunk)))
    const ended = new Promise((resolve) => child.on("exit", resolve))
    await new Promise<void>((resolve) => child.stderr.on("data", (chunk) => String(chunk).includes("the fourth fit") && resolve()))
    child.kill("SIGINT")
    expect(await ended).toBe(130)
    expect(stdout).toMatch(/stopped before its end\nWhat if slow\.mjs had chosen\?\nstep /)
    expect(stdout).toMatch(/Of [1-9]\d? steps? the proposal is the same/)
  })
})
