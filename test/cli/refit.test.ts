import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { pvll } from "./program.ts"
import { writeRun } from "./writtenLog.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-refit-"))
afterAll(() => rmSync(folder, { recursive: true }))

const run = writeRun(folder, "run", { changes: { warmUp: 24, steps: 6 } })
const fast = ["--warmup-passes", "5", "--passes", "2", "--quiet"]

describe("pvll refit", () => {
  test("compares the LSTM with ridge regression and the mean", () => {
    const { status, stdout, stderr } = pvll(["refit", run, "--json", ...fast])
    const { estimators } = JSON.parse(stdout)
    expect([status, stderr]).toEqual([0, ""])
    expect(estimators.map(({ name }: { name: string }) => name)).toEqual(["lstm", "ridge", "mean"])
    for (const estimator of estimators) {
      for (const figure of ["mse", "kendallTau", "spearman", "topOverlap", "oneStepAhead", "seconds"]) {
        expect(estimator[figure], figure).toBeTypeOf("number")
      }
    }
    const [, ridge, mean] = estimators
    expect(ridge.mse).toBeLessThan(mean.mse)
    expect(ridge.kendallTau).toBeGreaterThan(0.5)
  })

  test("prints a table for people, and progress beside it", () => {
    const { stdout, stderr } = pvll(["refit", run, "--estimator", "ridge,mean"])
    expect(stdout).toMatch(/30 measured architectures\nestimator +Kendall's tau .*\nridge +0\.\d{3} /)
    expect(stderr).toMatch(/^\d+\/\d+, /m)
    expect(stdout + stderr).not.toContain("\u001b")
  })

  test("takes several logs and gives their mean", () => {
    const other = writeRun(folder, "other", { seed: 2 })
    const { stdout } = pvll(["refit", run, other, "--estimator", "mean", "--json", "--quiet"])
    const { estimators, logs } = JSON.parse(stdout)
    expect(estimators[0].mse).toBeCloseTo((logs[0].estimators[0].mse + logs[1].estimators[0].mse) / 2, 12)
  })

  test.each([
    [["--estimator", "lstm,rigde"], "there is no estimator rigde; did you mean ridge?"],
    [["--folds", "1"], "--folds is 1 where a whole number from 2 on is expected"],
    [["--hidden", "0"], "--hidden is 0 where a whole number from 1 to 512 is expected"],
    [["--memory", "3"], `${run}: a refit needs at least 4 measured architectures, and there are 3`]
  ])("%j is refused in one sentence", (args, sentence) => {
    expect(pvll(["refit", run, "--quiet", ...args])).toEqual({ status: 2, stdout: "", stderr: `pvll: ${sentence}\n` })
  })
})
