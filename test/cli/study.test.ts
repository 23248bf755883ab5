import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, factsOf, linesOf, logFile } from "./logFile.ts"
import { pvll, started } from "./program.ts"
import { refused } from "./refused.ts"
import { json, temporaryFolder } from "./smallSearch.ts"
import { writeSmallTable } from "./smallTable.ts"

/** Windows has no signals that a process could answer. */
const onPosix = test.skipIf(process.platform === "win32")

const folder = temporaryFolder("study")

const small = {
  name: "small",
  title: "Two estimators & a table",
  base: { preset: "nb201", data: ["cifar10", "cifar100"], configuration: { warmUp: 4, steps: 6 } },
  variants: [
    { name: "ridge", configuration: { estimator: { name: "ridge" } } },
    { name: "mean_1", label: "no estimator (50 %)", estimator: "mean" }
  ],
  seeds: { from: 3, count: 2 },
  measures: ["test-accuracy", "best-loss", "queries-to-best", "derived-accuracy"],
  at: [5, "end"],
  within: [5],
  reference: [{ label: "others", data: "cifar10", measure: "test-accuracy", value: 0.93, deviation: 0.01, n: 500, source: "a paper_1" }]
}

const write = (name: string, study: unknown): string => {
  const file = join(folder, name)
  mkdirSync(join(file, ".."), { recursive: true })
  writeFileSync(file, JSON.stringify(study))
  return file
}

const file = write("small.json", small)
const out = join(folder, "studies")
const whole = json(["study", "run", file, "--out", out, "--quiet"])

describe("study run", () => {
  test("gives every run a log whose facts are those of the same search alone", () => {
    expect(whole).toMatchObject({ study: "small", total: 8, done: 8, begun: 0, missing: 0, failed: 0 })
    const log = join(out, "small", "runs", "ridge", "cifar100", "seed-4")
    expect(whole.runs.map((one: { log: string }) => one.log)).toContain(log)
    const { log: alone } = json([
      "search", "--preset", "nb201", "--data", "cifar100", "--warmup", "4", "--steps", "6", "--estimator", "ridge", "--seed", "4",
      "--out", folder, "--name", "alone", "--quiet"
    ])
    expect(factsOf(log)).toBe(factsOf(alone))
  })

  test("measures what its runs say", () => {
    const table = whole.tables.find((one: { data: string; measure: string; at: unknown }) =>
      one.data === "cifar10" && one.measure === "test-accuracy" && one.at === "end")
    expect(table.variants.map(({ variant, n }: { variant: string; n: number }) => [variant, n])).toEqual([["ridge", 2], ["mean_1", 2]])
    const { standing } = json(["resume", join(out, "small", "runs", "ridge", "cifar10", "seed-3")])
    expect(table.variants[0].values[0]).toMatchObject({ seed: 3, value: standing.testAccuracy })
    expect(table.variants[0].mean).toBeCloseTo((table.variants[0].values[0].value + table.variants[0].values[1].value) / 2, 15)
    expect(table.reference).toEqual([expect.objectContaining({ label: "others", value: 0.93 })])
    expect(table.comparisons).toEqual([expect.objectContaining({ a: "ridge", b: "mean_1" })])
  })

  test("counts runs without the table's best as censored", () => {
    const table = whole.tables.find((one: { data: string; measure: string }) => one.data === "cifar10" && one.measure === "queries-to-best")
    expect(table.variants[0]).toMatchObject({ cap: 10, reached: 0, without: [3, 4], mean: 10, within: [{ networks: 5, share: 0 }] })
  })

  test("keeps the study's file in a canonical form, which is a study's file again", () => {
    const kept = join(out, "small", "study.json")
    expect(JSON.parse(readFileSync(kept, "utf8"))).toEqual(small)
    expect(json(["study", "run", kept, "--out", out, "--quiet"])).toEqual(whole)
  })

  onPosix("killed in the middle and run again, has the same facts and the same tables", async () => {
    const again = join(folder, "killed")
    const child = started(["study", "run", file, "--out", again, "--quiet"])
    const end = new Promise((close) => child.on("close", close))
    const runs = join(again, "small", "runs")
    const logs = () => (existsSync(runs) ? readdirSync(runs, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("events.ndjson")) : [])
    while (logs().length < 4 && child.exitCode === null) await setTimeout(2)
    child.kill("SIGKILL")
    await end
    const partial = json(["study", "show", file, "--out", again])
    expect(partial.done).toBeLessThan(8)
    expect(partial.done + partial.begun + partial.missing).toBe(8)
    const { runs: _, ...tables } = json(["study", "run", file, "--out", again, "--quiet", "--threads", "3"])
    expect(tables).toMatchObject({ done: 8, tables: whole.tables, curves: whole.curves })
    for (const { log } of whole.runs as readonly { log: string }[]) {
      expect(factsOf(log.replace(out, again)), log).toBe(factsOf(log))
    }
  })

  onPosix("interrupted, stops all runs at their safe points and says how to go on", async () => {
    const long = write("long.json", { ...small, name: "long", base: { preset: "nb201", configuration: { steps: 400, estimator: { name: "ridge" } } }, reference: [] })
    const child = started(["study", "run", long, "--out", out, "--quiet", "--threads", "2"])
    let stderr = ""
    child.stderr.on("data", (text) => (stderr += text))
    const end = new Promise<number | null>((close) => child.on("close", close))
    const log = join(out, "long", "runs", "ridge", "seed-3")
    const lines = () => (existsSync(logFile(log)) ? linesOf(readFileSync(logFile(log), "utf8")).length : 0)
    while (lines() < 80 && child.exitCode === null) await setTimeout(2)
    child.kill("SIGINT")
    expect(await end, stderr).toBe(130)
    expect(stderr).toContain(`study run ${long} --out ${out} goes on`)
    expect(json(["verify", log])).toMatchObject({ valid: true })
    expect(eventsOf(log).at(-1)).toMatchObject({ type: "stopped", data: { reason: "interrupted" } })
    const { status, stdout, stderr: note } = pvll(["study", "show", join(out, "long")])
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^Two estimators & a table\n0 of 4 runs are through, \d begun/)])
    expect(note).toMatch(/4 of 4 runs are missing; .*study run FILE goes on/)
  })

  test("files that a study names lie beside it, wherever it is run from", () => {
    const place = join(folder, "place")
    mkdirSync(place)
    writeSmallTable(place)
    write("place/own.json", {
      name: "own", base: { space: "space.json", trainer: "table:losses.csv", stopAtBest: true, configuration: { warmUp: 3, steps: 9, estimator: { name: "ridge" }, repeats: "avoid" } },
      variants: [{ name: "all" }, { name: "short", configuration: { steps: 4 } }], seeds: [1, 2, 3], measures: ["queries-to-best", "rank"]
    })
    const { tables } = json(["study", "run", "place/own.json", "--quiet"], { cwd: folder })
    expect(existsSync(join(folder, "studies", "own", "runs", "all", "seed-1", "events.ndjson"))).toBe(true)
    expect(tables[0].variants[0].cap).toBe(7)
    expect(json(["study", "show", "own.json", "--out", "../studies"], { cwd: place }).tables).toEqual(tables)
    expect(json(["study", "show", "own"], { cwd: folder }).tables).toEqual(tables)
  })

  test("a run that fails is told with exit status 2, after the table of the others", () => {
    const log = join(out, "small", "runs", "mean_1", "cifar10", "seed-3")
    const text = readFileSync(logFile(log), "utf8")
    writeFileSync(logFile(log), text.replace("\"loss\":0.", "\"loss\":1."))
    const { status, stdout, stderr } = pvll(["study", "run", file, "--out", out, "--quiet"])
    expect(status).toBe(2)
    expect(stdout).toMatch(/7 of 8 runs are through, 1 failed\nfailed: mean_1, cifar10, seed 3: .*line \d+/)
    expect(stderr).toMatch(/^pvll: 1 of 8 runs failed, the first one with: .*; once that is mended, .*study run .* tries them again\n$/)
    writeFileSync(logFile(log), text)
  })
})

describe("study show", () => {
  const show = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = pvll(["study", "show", join(out, "small"), "--quiet", ...args])
    expect(status, stderr).toBe(0)
    return stdout
  }

  test("prints tables, comparisons and published figures", () => {
    const text = show()
    expect(text).toMatch(/^Two estimators & a table\n8 of 8 runs are through\n/)
    expect(text).toMatch(/cifar10: test accuracy of the best by validation after 5 networks \(%\)\nvariant +n +mean ± deviation +95 % interval +median\nridge +2 /)
    expect(text).toMatch(/ {2}others +500 +93\.00 ± 1\.00 +a paper_1\n/)
    expect(text).toMatch(/ridge - no estimator \(50 %\) +[+-]\d/)
    expect(text).toMatch(/without it: ridge, 2 of 2 \(seeds 3, 4\)/)
  })

  test("as CSV: every number with all its digits, a line for each variant and each comparison", () => {
    const rows = show("--format", "csv").trimEnd().split("\n").map((line) => line.split(","))
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows[0]!.length]))
    const row = rows.find(([data, measure, at, variant]) => `${data} ${measure} ${at} ${variant}` === "cifar10 best-loss end ridge")!
    const table = whole.tables.find((one: { data: string; measure: string; at: unknown }) =>
      one.data === "cifar10" && one.measure === "best-loss" && one.at === "end")
    expect(Number(row[rows[0]!.indexOf("mean")])).toBe(table.variants[0].mean)
    expect(rows.find((one) => one[rows[0]!.indexOf("compared_with")] === "mean_1")).toBeDefined()
  })

  test("as LaTeX: booktabs, with what LaTeX would take for commands escaped", () => {
    const text = show("--format", "latex")
    expect(text).toContain("\\caption{Two estimators \\& a table, cifar10. ")
    for (const rule of ["toprule", "midrule", "bottomrule"]) expect(text).toContain(`\\${rule}`)
    expect(text).toMatch(/no estimator \(50 \\%\) & 2 & \$.* \\pm .*\$ /)
    expect(text).toMatch(/others \(a paper\\_1\) & & {2}& \$93\.00 \\pm 1\.00\$ & /)
    expect(text).not.toContain("$$")
  })

  test("draws what it shows", () => {
    const plots = join(folder, "plots")
    show("--plot", plots)
    const names = readdirSync(plots)
    expect(names).toContain("curve-test-accuracy-cifar100.svg")
    expect(names).toContain("distribution-queries-to-best-cifar10.svg")
    expect(names).toContain("test-accuracy-at-5-cifar10.svg")
    for (const name of names) expect(readFileSync(join(plots, name), "utf8")).toMatch(/^<svg/)
  })

  test("needs no summaries beside the logs", () => {
    const before = show()
    for (const { log } of whole.runs as readonly { log: string }[]) rmSync(join(log, "summary.json"), { force: true })
    expect(show()).toBe(before)
  })
})

describe("a study that is refused is named with one sentence and leaves nothing behind", () => {
  test("where its file is wrong, by line and column or by the place in it", () => {
    const broken = join(folder, "broken.json")
    writeFileSync(broken, "{\n  \"name\": small\n}")
    expect(refused(["study", "run", broken])).toMatch(/broken\.json is not JSON in line 2, column 11/)
    const misspelt = write("misspelt.json", { ...small, name: "misspelt", variants: [{ name: "a", estimater: "ridge" }] })
    expect(refused(["study", "run", misspelt, "--out", out])).toMatch(/there is no option variants\[0\]\.estimater; did you mean variants\[0\]\.estimator\?/)
    expect(readdirSync(out)).not.toContain("misspelt")
  })

  test("where nothing is, or too much is asked for", () => {
    expect(refused(["study", "show", join(folder, "nowhere")])).toMatch(/nowhere: no such file/)
    expect(refused(["study", "show", folder])).toMatch(/is no folder of a study/)
    expect(refused(["study", "show", join(out, "small"), "--json", "--format", "csv"])).toMatch(/--json is a format of its own/)
    expect(refused(["study", "rub", file])).toBe("there is no verb study rub; did you mean run?")
  })

  test("where its folder was begun with other options, which stay as they are", () => {
    const other = write("other.json", { ...small, base: { ...small.base, configuration: { warmUp: 4, steps: 7 } } })
    const log = join(out, "small", "runs", "ridge", "cifar10", "seed-3")
    const before = readFileSync(logFile(log), "utf8")
    for (const verb of ["run", "show"]) {
      expect(refused(["study", verb, other, "--out", out])).toMatch(/seed-3 was made with another configuration: steps is 6 there and 7 by .*other\.json/)
    }
    expect(readFileSync(logFile(log), "utf8")).toBe(before)
    expect(JSON.parse(readFileSync(join(out, "small", "study.json"), "utf8"))).toEqual(small)
  })
})
