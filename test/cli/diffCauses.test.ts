import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, rewritten, type Stored } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { ended, json, small, temporaryFolder } from "./smallSearch.ts"
import { table, writeSmallTable } from "./smallTable.ts"

const folder = temporaryFolder("causes")
const search = (name: string, ...options: readonly string[]): string =>
  json(["search", ...small, "--quiet", "--out", folder, "--name", name, ...options]).log
const base = search("base")

const divergenceOf = async (a: string, b: string) => {
  const { status, stdout, stderr } = await ended(["diff", a, b, "--json"])
  expect(stderr).toBe("")
  expect(status).toBe(1)
  const document = JSON.parse(stdout)
  expect(document.same).toBe(false)
  return document.divergence
}

/** The cause and step that diff names, which must be the same from the other side, with seq and seqB swapped. */
const causeOf = async (a: string, b: string) => {
  const [one, two] = await Promise.all([divergenceOf(a, b), divergenceOf(b, a)])
  expect([two.seq, two.seqB, two.step, two.cause]).toEqual([one.seqB, one.seq, one.step, one.cause])
  return one
}

/** The base with the data of some events changed. */
const edited = (name: string, type: string, step: number | null, data: (data: Stored["data"]) => object): string =>
  rewritten(base, join(folder, name), (event) =>
    event.type === type && (step === null || event.data.step === step) ? { type, data: { ...event.data, ...data(event.data) } } : event)

const seqOf = (type: string, step: number): number =>
  eventsOf(base).findIndex((event) => event.type === type && event.data.step === step)

describe("two searches that were asked for different things", () => {
  test("other options: configuration", async () => {
    expect(await causeOf(base, search("ridge", "--estimator", "ridge"))).toMatchObject({ seq: 0, seqB: 0, step: 0, cause: "configuration" })
    expect((await causeOf(base, search("weighted", "--weight", "paper"))).detail).toContain("weighting is \"none\" in A and \"paper\" in B")
  })

  test("another seed: seed", async () => {
    expect(await causeOf(base, search("seed-2", "--seed", "2"))).toMatchObject({ seq: 0, step: 0, cause: "seed" })
  })

  test("another data set or column of the table: data", async () => {
    expect(await causeOf(base, search("cifar100", "--data", "cifar100"))).toMatchObject({ seq: 0, cause: "data" })
    expect(await causeOf(base, search("twelve", "--measure", "valid-12"))).toMatchObject({ seq: 0, cause: "data" })
  })

  test("a table of the same name with one other loss: data, by its digest", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")].map((place) => {
      mkdirSync(place)
      return place
    }) as [string, string]
    const a = search("table-1", ...writeSmallTable(one))
    const b = search("table-2", ...writeSmallTable(two, table().replace(/0\.\d+\n$/, "0.123\n")))
    const { cause, detail } = await causeOf(a, b)
    expect([cause, detail]).toEqual(["data", expect.stringContaining("data.digest")])
  })

  test("data comes before the configuration, the configuration before the seed", async () => {
    const other = search("all-other", "--data", "cifar100", "--seed", "3", "--estimator", "mean")
    expect((await causeOf(base, other)).cause).toBe("data")
    expect((await causeOf(search("two-other", "--seed", "3", "--estimator", "mean"), base)).cause).toBe("configuration")
  })
})

describe("two searches that were carried out differently", () => {
  test("the trainer answered something else: measurement, at its step, even for the last bit", async () => {
    const worse = edited("measurement", "measured", 5, ({ loss }) => ({ loss: loss + 2 ** -52 }))
    expect(await causeOf(base, worse)).toMatchObject({ seq: seqOf("measured", 5), step: 5, cause: "measurement" })
  })

  test("a loss here, a diverged training there: measurement", async () => {
    const diverged = rewritten(base, join(folder, "diverged"), (event) =>
      event.type === "measured" && event.data.step === 2 ? { type: "diverged", data: { step: 2, loss: "NaN" } } : event)
    expect(await causeOf(base, diverged)).toMatchObject({ seq: seqOf("measured", 2), step: 2, cause: "measurement" })
  })

  test("another version of the trainer: engine", async () => {
    const other = edited("engine", "configured", null, ({ trainer }) => ({ trainer: { ...trainer, version: "2" } }))
    expect(await causeOf(base, other)).toMatchObject({ seq: 0, step: 0, cause: "engine" })
  })

  test("another core version: core", async () => {
    const other = edited("core-version", "configured", null, ({ core }) => ({ core: core + 1 }))
    expect(await causeOf(base, other)).toMatchObject({ seq: 0, step: 0, cause: "core" })
  })

  test("computed facts that differ though all before them is equal: core, at their step", async () => {
    const learned = edited("core-learned", "learned", 4, () => ({ fingerprint: "f".repeat(64) }))
    expect(await causeOf(base, learned)).toMatchObject({ seq: seqOf("learned", 4), step: 4, cause: "core" })
    const drawn = edited("core-sampled", "sampled", 6, () => ({ attempt: 7 }))
    expect(await causeOf(base, drawn)).toMatchObject({ seq: seqOf("sampled", 6), step: 6, cause: "core" })
  })
})

describe("length", () => {
  test("the first steps of the same search: length, unless a later fact differs", async () => {
    // A uniform sampler knows no T, so that the longer search begins with the shorter one's facts.
    const shorter = search("uniform-3", "--sampler", "uniform", "--estimator", "mean")
    const longer = search("uniform-5", "--sampler", "uniform", "--estimator", "mean", "--steps", "5")
    expect(await causeOf(shorter, longer)).toMatchObject({ cause: "length" })
  })

  test("an interrupted search and the whole one: length, where the one ends", async () => {
    const { log } = json(["resume", base, "--at", "6", "--steps", "5", "--name", "longer-fork", "--quiet"])
    expect(await causeOf(base, log)).toMatchObject({ cause: "length" })
  })
})

describe("the exit status", () => {
  test("0 for the same facts, whatever happened around them; texts say so", () => {
    const again = search("again")
    expect(json(["diff", base, again])).toMatchObject({ same: true, divergence: null })
    expect(pvll(["diff", base, again])).toMatchObject({ status: 0, stdout: expect.stringContaining("The same: all facts are equal.") })
  })

  test("1 for a difference; the text names step and cause", () => {
    const { status, stdout } = pvll(["diff", base, edited("text", "measured", 5, () => ({ loss: 0.5 }))])
    expect([status, stdout]).toEqual([1, expect.stringMatching(/step 5 .*Cause: measurement\./)])
  })

  test("2 for trouble", () => {
    expect(refused(["diff", base, join(folder, "nowhere")])).toMatch(/there is no log at .*nowhere/)
  })
})
