import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { pvll, started } from "./program.ts"
import { refused } from "./refused.ts"
import { writeRun } from "./writtenLog.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-refit-"))
afterAll(() => rmSync(folder, { recursive: true }))

const changes = { warmUp: 24, steps: 6, estimator: { name: "lstm", members: 1, warmUpPasses: 20, passes: 10 } } as const
const run = writeRun(folder, "run", { changes })
const fast = ["--warmup-passes", "5", "--passes", "2", "--quiet"]

interface Estimator {
  readonly name: string
  readonly [figure: string]: unknown
}

const json = (...args: readonly string[]) => JSON.parse(pvll(["refit", ...args, "--json", "--quiet"]).stdout)
const names = (estimators: readonly Estimator[]) => estimators.map(({ name }) => name)

describe("pvll refit", () => {
  test("compares the log's estimator with quick ones, the mean, and a line in the step number", () => {
    const { status, stdout, stderr } = pvll(["refit", run, "--json", ...fast])
    const document = JSON.parse(stdout)
    const estimators: readonly Estimator[] = document.estimators
    expect([status, stderr]).toEqual([0, ""])
    expect(names(estimators)).toEqual(["lstm", "ridge", "pairs", "gp", "trees", "knn", "mean", "steps"])
    for (const estimator of estimators) {
      for (const figure of ["mse", "kendallTau", "spearman", "topOverlap", "oneStepAhead", "seconds"]) {
        expect(estimator[figure], figure).toBeTypeOf("number")
      }
    }
    const of = (name: string) => estimators.find((estimator) => estimator.name === name)!
    expect(of("ridge").mse).toBeLessThan(of("mean").mse as number)
    expect(of("ridge").kendallTau).toBeGreaterThan(0.5)
    expect(of("ridge").beatsSteps).toBe(true)
    expect([of("mean").beatsSteps, of("steps").beatsSteps]).toEqual([false, null])
    expect([of("gp").calibration, of("ridge").calibration]).toEqual([expect.objectContaining({ within1: expect.any(Number) }), null])
    expect(document).toMatchObject({ samples: 30, ahead: 6, every: 1, noise: { over: "architectures", count: 30 }, problems: [] })
  })

  test("prints tables for people and what they say, and progress beside them", () => {
    const { stdout, stderr } = pvll(["refit", run, "--estimator", "ridge,mean"])
    expect(stdout).toMatch(/30 measured architectures, held out fold by fold; 6 predicted one step ahead, .*\nestimator +Kendall's tau .*\nridge +0\.\d{3} +best /)
    expect(stdout).toMatch(/one step ahead\nestimator +Kendall's tau .*\n/)
    expect(stdout).toMatch(/ridge orders best \(tau 0\.\d{3}\); worse beyond noise: mean/)
    expect(stdout).toMatch(/No better than a line in the step number alone \(steps\), .*: mean\./)
    expect(stderr).toMatch(/^\d+\/\d+, /m)
    expect(stdout + stderr).not.toContain("\u001b")
  })

  test("has no calibration where the spread of a single neighbour is 0, and one where several differ", () => {
    const knn = (neighbours: string) => json(run, "--estimator", "knn", "--neighbours", neighbours).estimators[0]
    expect([knn("1").calibration, knn("1").ahead]).toEqual([null, expect.objectContaining({ calibration: null })])
    expect(knn("5").calibration).toEqual({
      within1: expect.any(Number), within2: expect.any(Number), squaredError: expect.any(Number)
    })
  })

  test("takes several logs and gives their mean", () => {
    const other = writeRun(folder, "other", { changes, seed: 2 })
    const { estimators, baseline, logs } = json(run, other, "--estimator", "mean")
    expect([names(estimators), names(baseline)]).toEqual([["mean"], ["steps"]])
    expect(estimators[0].mse).toBeCloseTo((logs[0].estimators[0].mse + logs[1].estimators[0].mse) / 2, 12)
    expect(logs.map(({ log }: { log: string }) => log)).toEqual([run, other])
  })

  test("gives the same bits however many threads compute", () => {
    const withThreads = (threads: string) =>
      pvll(["refit", run, "--estimator", "lstm,gp,steps", "--members", "1,2", "--threads", threads, "--json", ...fast])
        .stdout.replace(/"(seconds|aheadSeconds)": [\d.e-]+/g, "")
    const serial = withThreads("1")
    expect(serial).toContain("lstm members=2")
    expect(withThreads("3")).toBe(serial)
  })

  test("tries every value of a list with every value of the others", () => {
    const { estimators, baseline, samples } = json(run, "--estimator", "ridge,knn", "--memory", "12,all", "--weight", "none,loss", "--target", "rank", "--folds", "3")
    expect(names(estimators)).toEqual(["ridge", "knn"].flatMap((name) => ["12", "all"].flatMap((memory) =>
      ["none", "loss"].map((weight) => `${name} memory=${memory} weight=${weight}`))))
    expect(names(baseline)).toEqual(["steps memory=12", "steps memory=all"])
    expect(samples).toBe(12)
    expect(estimators[1].settings).toEqual({ estimator: "ridge", memory: 12, weight: "loss", target: "rank", input: "one-hot", members: 1 })
  })

  test("fits one step ahead as often as it is told to", () => {
    const { every, estimators } = json(run, "--estimator", "ridge", "--every", "4")
    expect([every, estimators[0].ahead.samples]).toEqual([4, 6])
  })

  test("draws predictions against measurements, and tau with its intervals", () => {
    const file = join(folder, "refit.svg")
    const { status, stderr } = pvll(["refit", run, "--estimator", "ridge,mean", "--plot", file])
    const svg = readFileSync(file, "utf8")
    expect([status, stderr]).toEqual([0, expect.stringContaining(`drawn: ${file}\n`)])
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/s)
    for (const text of ["ridge", "mean", "steps", "predicted loss", "Order of held-out architectures"]) expect(svg).toContain(text)
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    [["--estimator", "lstm,rigde"], "there is no estimator rigde; did you mean ridge?"],
    [["--hidden", "0"], "--hidden is 0 where a whole number from 1 to 512 is expected"],
    [["--memory", "3"], `${run}: a refit needs at least 4 measured architectures, and there are 3`],
    [["--weight", "papr"], "--weight is papr where paper, loss or none is expected; did you mean paper?"],
    [["--estimator", "all", "--memory", "9,12,15,all", "--weight", "paper,loss,none", "--target", "loss,rank"],
      "13 estimators by 4 of --memory by 3 of --weight by 2 of --target are 272 candidates, more than the 200 of one refit: "
        + "leave some values out, or refit in parts"],
    [["--plot", join(folder, "nowhere", "x.svg")], `${join(folder, "nowhere", "x.svg")} cannot be written: no such file or folder`],
    [["--trainer", "table"], "--trainer and what belongs to it say where --propose looks losses up: give --propose too"],
    [[run], `${run} is given twice: give each log once`]
  ])("%j is refused in one sentence", (args, sentence) => {
    expect(refused(["refit", run, "--quiet", ...args])).toBe(sentence)
  })

  test("logs of two spaces are refused in one sentence", () => {
    const digits = new URL("../../logs/example-digits", import.meta.url).pathname
    expect(refused(["refit", run, digits, "--quiet"]))
      .toBe(`${run} and ${digits} search different spaces (nb201 and nasnet): refit the logs of one space at a time`)
  })

  test("stops at once where it is interrupted, whatever its threads are doing", async () => {
    const file = join(folder, "endless.mjs")
    writeFileSync(file, `import { writeSync } from "node:fs"
export default () => ({
  name: "endless", init: () => ({}), predict: () => null, deviation: null, gradient: null,
  fit: () => {
    writeSync(2, "a fit begins\\n")
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
})\n`)
    const child = started(["refit", run, "--estimator", file, "--threads", "2"])
    const ended = new Promise((resolve) => child.on("exit", resolve))
    await new Promise((resolve) => child.stderr.once("data", resolve))
    child.kill("SIGINT")
    expect(await ended).toBe(130)
  })
})

const own = (name: string, predict: string): string => {
  const file = join(folder, name)
  writeFileSync(file, `export default () => ({
  name: "mine", init: () => ({}), fit: (state) => ({ state, passes: 1, tau: null }),
  predict: (state, { count }) => ${predict}, deviation: null, gradient: null
})\n`)
  return file
}

describe("an estimator of one's own", () => {
  test("is judged beside the others", () => {
    const { estimators } = json(run, "--estimator", `${own("half.mjs", "new Float64Array(count).fill(0.5)")},ridge`)
    expect(names(estimators)).toEqual(["half.mjs", "ridge"])
    expect(estimators[0].kendallTau).toBe(0)
  })

  test("is among those that are judged unasked where the log was searched with it", () => {
    const file = own("flat.mjs", "new Float64Array(count).fill(0.5)")
    writeFileSync(file, readFileSync(file, "utf8").replace("gradient: null", "gradient: (state, { inputs }) => new Float64Array(inputs.length)"))
    const search = ["search", "--preset", "nb201", "--warmup", "6", "--steps", "2", "--estimator", file, "--name", "searched", "--out", folder, "--quiet"]
    expect(pvll(search).status).toBe(0)
    rmSync(file)
    expect(names(json(join(folder, "searched")).estimators)).toEqual(["flat.mjs", "lstm", "ridge", "pairs", "gp", "trees", "knn", "mean", "steps"])
  })

  test.each([
    ["nan.mjs", "new Float64Array(count).fill(NaN)", /^pvll: nan\.mjs: predict [^\n]*returned NaN [^\n]*; it is left out[^\n]+\n$/],
    ["short.mjs", "new Float64Array(1)", /^pvll: short\.mjs: predict [^\n]*returned 1 [^\n]* in place of 6[^\n]+\n$/]
  ])("that gives what none may give is named (%s), and all others are judged", (name, predict, sentence) => {
    const file = own(name, predict)
    const { status, stdout, stderr } = pvll(["refit", run, "--estimator", `ridge,${file}`, "--json", "--quiet"])
    expect(status).toBe(2)
    expect(stderr).toMatch(sentence)
    const strip = ({ estimators }: { estimators: readonly Estimator[] }) =>
      estimators.map((estimator) => ({ ...estimator, seconds: 0, aheadSeconds: 0 }))
    expect(strip(JSON.parse(stdout))).toEqual(strip(json(run, "--estimator", "ridge")))
    expect(JSON.parse(stdout).problems).toEqual([{ name, problem: expect.stringContaining(`${name}: predict `) }])
  })
})

describe("pvll refit of a single fold's worth", () => {
  test("leaves one step ahead out where the log has no step after its warm-up", () => {
    const place = writeRun(folder, "warm-up", { changes: { ...changes, warmUp: 10, steps: 0 } })
    const { estimators, ahead } = json(place, "--estimator", "ridge")
    expect([ahead, estimators[0].oneStepAhead, estimators[0].ahead]).toEqual([0, null, null])
    expect(pvll(["refit", place, "--estimator", "ridge", "--quiet"]).stdout).toContain("too few steps to predict any one step ahead")
  })
})

test("a log is read, never written", () => {
  const before = readFileSync(join(run, "events.ndjson"), "utf8")
  mkdirSync(join(folder, "empty"), { recursive: true })
  expect(pvll(["refit", run, "--estimator", "mean", "--quiet"]).status).toBe(0)
  expect(readFileSync(join(run, "events.ndjson"), "utf8")).toBe(before)
  expect(existsSync(join(run, "local.json"))).toBe(false)
})
