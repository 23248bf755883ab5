import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { studyCsv } from "../../../src/cli/output/studyCsv.ts"
import { studyLatex } from "../../../src/cli/output/studyLatex.ts"
import { drawStudy } from "../../../src/cli/output/studyPlots.ts"
import { studyText } from "../../../src/cli/output/studyText.ts"
import { deviationBound } from "../../../src/core/theory/bounds.ts"
import { environment } from "../../../src/effects/environment.ts"
import { readStudyFolder } from "../../../src/effects/study/readStudy.ts"
import { runStudy, type RunStudyOptions } from "../../../src/effects/study/runStudy.ts"
import { studyReport } from "../../../src/effects/study/studyReport.ts"
import type { StudyFile } from "../../../src/effects/study/studyFile.ts"
import { smallStudy, studyFile, temporaryFolder } from "./studies.ts"

const folder = temporaryFolder()
const machine = environment()
const studyFolder = join(folder, "small")

const oneHot = { estimator: { name: "ridge", input: "one-hot", target: "loss", ridge: 0.01 }, weighting: "none" } as const

const learning = {
  type: "learning-curve",
  name: "curve",
  curves: [
    { variant: "ridge", test: "mean", label: "ridge", configuration: oneHot },
    { variant: "ridge", test: "mean", label: "constant", configuration: { estimator: { name: "mean", target: "loss" }, weighting: "none" } }
  ],
  fed: 8,
  tested: 4,
  at: [2, 8]
} as const

const gap = {
  type: "generalisation",
  name: "gap",
  curves: [{ variant: "mean", label: "constant", dimension: 1, configuration: { estimator: { name: "mean", input: "one-hot", target: "loss" }, weighting: "none" } }],
  sizes: [4, 12, 20],
  delta: 0.05
} as const

const soft = { ...gap, name: "soft", curves: [{ ...gap.curves[0], configuration: { estimator: { name: "mean", input: "soft", target: "loss" } } }] } as const

const whole: StudyFile = studyFile({ seeds: { from: 1, count: 2 }, analyses: [learning, gap] })

const analysed: number[] = []
const options: RunStudyOptions = {
  out: folder, threads: 1, seeds: null, reading: () => {}, report: () => {}, notice: () => {},
  analysing: (done, total) => {
    if (done === 0) analysed.push(total)
  }
}

const run = (file: StudyFile) => Effect.runPromise(runStudy(machine, smallStudy(file), options)).then(studyReport)
const first = await run(whole)
const computedFirst = analysed.splice(0)
const kept = join(studyFolder, "analyses", "curve", "seed-1.json")

describe("the analyses of a study", () => {
  test("feed architectures one by one and test on others, a table for each number of them", () => {
    const [curve] = first.analysed
    expect(curve).toMatchObject({ done: 2, total: 2, failures: [], data: null })
    expect(curve!.tables.map(({ measure, at, rows }) => [measure, at, ...rows.map(({ label, values }) => `${label} ${values.length}`)])).toEqual(
      ["train-mse", "test-mse", "test-share"].flatMap((measure) => [2, 8].map((at) => [measure, at, "ridge 2", "constant 2"]))
    )
    expect(curve!.tables.filter(({ measure }) => measure === "test-mse").map(({ comparisons }) => comparisons.map(({ a, b }) => [a, b])))
      .toEqual([[["ridge", "constant"]], [["ridge", "constant"]]])
    expect(curve!.lines.map(({ label, measure, points }) => [label, measure, points.length])).toEqual([
      ["ridge", "train-mse", 8], ["ridge", "test-mse", 8], ["constant", "train-mse", 8], ["constant", "test-mse", 8]
    ])
    // A constant knows one architecture perfectly, and two of different losses no longer.
    expect(curve!.lines[2]!.points[0]!.mean).toBe(0)
    expect(curve!.lines[2]!.points[7]!.mean).toBeGreaterThan(0)
  })

  test("set the gap beside the bound of Theorem 1 for as many architectures as there are", () => {
    const report = first.analysed[1]!
    const at = (measure: string, size: number) => report.tables.find((one) => one.measure === measure && one.at === size)!
    const gaps = at("gap", 12)
    expect(gaps.references).toEqual([expect.objectContaining({ label: "bound", variant: "constant", value: deviationBound(1, 0.05, 12) })])
    for (const { seed, value } of gaps.rows[0]!.values) {
      const of = (measure: string) => at(measure, 12).rows[0]!.values.find((one) => one.seed === seed)!.value
      expect(value).toBe(Math.abs(of("empirical-loss") - of("expected-loss")))
    }
    expect(at("within-bound", 12).rows[0]!.figures!.mean).toBe(1)
    expect(at("gap", 20).rows[0]!.figures).toBeNull()
  })

  test("are computed once, again where a result is lost or damaged, and only for new seeds", async () => {
    expect(computedFirst).toEqual([4])
    const again = await run(whole)
    expect(again.analysed).toEqual(first.analysed)
    expect(analysed.splice(0)).toEqual([])
    writeFileSync(kept, "{")
    rmSync(join(studyFolder, "analyses", "gap"), { recursive: true })
    const shown = studyReport(await Effect.runPromise(readStudyFolder(machine, studyFolder, options)))
    expect(shown.analysed).toEqual(first.analysed)
    expect(analysed.splice(0)).toEqual([3])
    await run({ ...whole, seeds: { from: 1, count: 3 } })
    expect(analysed.splice(0)).toEqual([2])
  })

  test("of another question are other results; a title is none", async () => {
    const before = readFileSync(kept, "utf8")
    await run({ ...whole, seeds: { from: 1, count: 3 }, analyses: [{ ...learning, title: "curves", at: [3] }, gap] })
    expect(analysed.splice(0)).toEqual([])
    expect(readFileSync(kept, "utf8")).toBe(before)
    await run({ ...whole, seeds: { from: 1, count: 3 }, analyses: [{ ...learning, tested: 3 }, gap] })
    expect(analysed.splice(0)).toEqual([3])
  })

  test("that cannot be done say why, and the others are done", async () => {
    const report = await run({ ...whole, analyses: [soft, gap] })
    expect(report.analysed[0]).toMatchObject({ done: 0, total: 2 })
    expect(report.analysed[0]!.failures).toEqual([expect.stringMatching(/the curve constant: .*give its estimator the input one-hot/)])
    expect(report.analysed[1]).toMatchObject({ done: 2, failures: [] })
    expect(studyText(report).join("\n")).toContain("failed: the curve constant")
  })

  test("are shown as text, CSV and LaTeX, and drawn", async () => {
    const text = studyText(first).join("\n")
    expect(text).toMatch(/mean squared error on held-out ones\n.*\n *ridge +2/)
    expect(text).toMatch(/bound +1\.\d+ +\S+ +\S+ +Theorem 1, d = 1, delta = 0\.05/)
    const csv = studyCsv(first)
    expect(csv.filter((line) => line.endsWith(",curve") && line.includes(",test-mse,8,ridge,"))).toHaveLength(2)
    expect(csv.filter((line) => line.includes("gap,12,bound,") && line.endsWith(",gap"))).toHaveLength(1)
    const latex = studyLatex(first).join("\n")
    expect(latex).toContain("\\label{tab:small-curve-test-mse}")
    expect(latex).toContain("bound (Theorem 1, d = 1, delta = 0.05)")
    const files = await Effect.runPromise(drawStudy(first, join(folder, "plots")))
    const svg = (name: string) => readFileSync(files.find((file) => file.endsWith(name))!, "utf8")
    expect(svg("curve-test-mse.svg")).toContain("architectures fed to the estimator")
    expect(svg("gap.svg")).toContain("constant: bound")
  })
})
