import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { readStudyPlan } from "../../src/cli/studyPlan.ts"
import { changed } from "../../src/core/search/configurationChanges.ts"
import { environment } from "../../src/effects/environment.ts"
import { openData } from "../../src/effects/study/openData.ts"
import { runStudy } from "../../src/effects/study/runStudy.ts"
import type { Study } from "../../src/effects/study/study.ts"
import { studyReport } from "../../src/effects/study/studyReport.ts"
import { unsoundCell } from "../../src/effects/study/unsoundCell.ts"
import { temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("ready-studies")
const studies = fileURLToPath(new URL("../../examples/studies/", import.meta.url))
const files = readdirSync(studies).filter((name) => name.endsWith(".json"))
const machine = environment()

const planOf = (name: string): Promise<Study> => Effect.runPromise(readStudyPlan(join(studies, name)))

/** The same study of searches that are over in a moment: what differs between its variants stays. */
const shortened = (study: Study): Study => ({
  ...study,
  file: {
    ...study.file,
    seeds: [1],
    at: ["end"],
    reference: [],
    ...(study.file.analyses === undefined ? {} : {
      analyses: study.file.analyses.map((analysis) => analysis.type === "learning-curve"
        ? { ...analysis, fed: 4, tested: 4, at: [2, 4] }
        : { ...analysis, sizes: [4, 8] })
    })
  },
  cells: study.cells.map((cell) => {
    const { configuration } = cell.request
    const short = { warmUp: Math.min(configuration.warmUp, 12), steps: Math.min(configuration.steps, 6) }
    return {
      ...cell,
      request: { ...cell.request, configuration: changed(configuration, { ...short, estimator: { warmUpPasses: 2, passes: 1 } }) }
    }
  })
})

describe("the studies that come with pvll", () => {
  test.each(files)("%s asks for searches that are possible, and for nothing that is not there", async (name) => {
    const study = await planOf(name)
    expect(study.file.name).toBe(name.replace(".json", ""))
    expect(await Effect.runPromise(unsoundCell(machine, study))).toBeNull()
    expect((await Effect.runPromise(openData(study.cells))).size).toBe(study.cells.length)
  })

  test("table 4 measures as many networks in each of its rows", async () => {
    const { cells } = await planOf("table4.json")
    expect(cells.map(({ request: { configuration: { warmUp, steps, sampler, weighting } } }) => [warmUp, steps, sampler, weighting])).toEqual([
      [100, 100, "landscape", "paper"], [100, 100, "landscape", "none"], [0, 200, "landscape", "paper"], [0, 200, "landscape", "none"],
      [100, 100, "uniform", "none"], [0, 200, "uniform", "none"]
    ])
  })

  test.each(["figure3a", "figure3b", "theorem1"])("%s runs, in a short form, and all of its analyses are done", async (name) => {
    const result = await Effect.runPromise(runStudy(machine, shortened(await planOf(`${name}.json`)), {
      out: folder, threads: 1, seeds: null, reading: () => {}, analysing: () => {}, report: () => {}, notice: () => {}
    }))
    const { runs, analysed } = studyReport(result)
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => "done"))
    for (const { analysis, done, failures } of analysed) expect([analysis.name, done, failures]).toEqual([analysis.name, 1, []])
  })
})
