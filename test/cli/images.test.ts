import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, factsOf, linesOf, logFile, rewritten } from "./logFile.ts"
import { pvll, started } from "./program.ts"
import { refused } from "./refused.ts"
import { smallOnImages } from "./smallImageSearch.ts"
import { json, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("images")
const search = (name: string, ...more: readonly string[]) => ["search", ...smallOnImages, "--out", folder, "--name", name, "--quiet", ...more]
const whole = json(search("whole", "--threads", "2"))
const run = whole.log as string
const facts = factsOf(run)

/** The checkpoints that a log names, in order. */
const saved = (log: string): readonly { readonly trainings: number; readonly checkpoint: string }[] =>
  eventsOf(log).filter(({ type }) => type === "saved").map(({ data }) => data)

const linesSoFar = (log: string): number => (existsSync(logFile(log)) ? linesOf(readFileSync(logFile(log), "utf8")).length : 0)

/** Sends the signal once the log has so many lines and then a little later, in the middle of a training. */
const stoppedBy = async (signal: "SIGINT" | "SIGKILL", args: readonly string[], log: string, lines: number) => {
  const child = started(args)
  let stderr = ""
  child.stderr.on("data", (text) => (stderr += text))
  const end = new Promise<number | null>((close) => child.on("close", close))
  while (linesSoFar(log) < lines && child.exitCode === null) await setTimeout(2)
  await setTimeout(60)
  const from = performance.now()
  child.kill(signal)
  const status = await end
  return { status, stderr, seconds: (performance.now() - from) / 1000 }
}

describe("a search that trains on images", () => {
  test("measures all, tests the best one, draws the genotype and says what to try next", () => {
    expect(whole).toMatchObject({ steps: 7, reason: "finished", diverged: 0, test: { step: whole.best.step, images: 1996 } })
    expect(whole.genotype).toMatch(/^Genotype\(normal=/)
    const { stdout } = pvll(["resume", run])
    expect(stdout).toMatch(/test accuracy \d+\.\d\d % on 1,996 images/)
    expect(stdout).toMatch(/normal cell\n +c_\{k-[12]\} ──/)
    expect(stdout).toContain(`pvll remeasure ${run} --top 5`)
    expect(eventsOf(run)[0]).toMatchObject({
      type: "configured", data: { data: { name: "mnist-10k" }, trainer: { name: "wasm", deterministic: true } }
    })
  })

  test.each([1, 3, 4])("gives the same facts and the same weights with %i threads", (threads) => {
    const other = json(search(`threads-${threads}`, "--threads", `${threads}`))
    expect(factsOf(other.log)).toBe(facts)
    expect(saved(other.log)).toEqual(saved(run))
  })

  test("shows where it is, losses, and images a second", () => {
    const { stderr } = pvll(search("progress", "--threads", "1").filter((arg) => arg !== "--quiet"))
    expect(stderr).toMatch(/search 4\/4, best \d\.\d+, test 1,996\/1,996, loss \d\.\d+, \d+ images\/s\n/)
  })
})

describe("interrupted", () => {
  test("by Ctrl-C stops within a second, and the printed command goes on to the same facts and weights", async () => {
    const log = join(folder, "ctrl-c")
    const { status, stderr, seconds } = await stoppedBy("SIGINT", search("ctrl-c"), log, 9)
    expect(status, stderr).toBe(130)
    expect(seconds).toBeLessThan(1.5)
    expect(eventsOf(log).at(-1)).toMatchObject({ type: "stopped", data: { reason: "interrupted" } })
    expect(saved(log).length).toBeGreaterThan(0)
    const { stderr: notices } = pvll(["resume", log])
    expect(notices).not.toMatch(/done again/)
    expect(factsOf(log)).toBe(facts)
    expect(saved(log).at(-1)).toEqual(saved(run).at(-1))
  })

  test("by kill -9 loses nothing that was written; what is trained again comes out the same", async () => {
    const log = join(folder, "killed")
    expect((await stoppedBy("SIGKILL", search("killed"), log, 15)).status).toBe(null)
    const kept = factsOf(log)
    expect(facts.startsWith(kept)).toBe(true)
    expect(json(["resume", log, "--quiet"]).fingerprint).toBe(whole.fingerprint)
    expect(factsOf(log)).toBe(facts)
    expect(saved(log).at(-1)).toEqual(saved(run).at(-1))
  })
})

describe("resume --at K", () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])("for K = %i gives the facts and the weights of the uninterrupted run", (at) => {
    const fork = json(["resume", run, "--at", `${at}`, "--name", `at-${at}`, "--quiet"])
    expect(fork.fingerprint).toBe(whole.fingerprint)
    expect(factsOf(fork.log)).toBe(facts)
    expect(saved(fork.log).at(-1)).toEqual(saved(run).at(-1))
    expect(pvll(["diff", run, fork.log]).status).toBe(0)
  })

  test("names a checkpoint that is missing or damaged, and begins at an earlier one", () => {
    const [first, second] = saved(run)
    const fork = json(["resume", run, "--at", "6", "--steps", "3", "--name", "damaged", "--quiet"]).log
    const file = join(fork, "checkpoints", second!.checkpoint)
    const content = readFileSync(file)
    rmSync(file)
    writeFileSync(file, content.fill(7, 100, 101))
    rmSync(join(fork, "checkpoints", saved(fork).at(-1)!.checkpoint))
    const { status, stderr } = pvll(["resume", fork, "--steps", "4"])
    expect(status, stderr).toBe(0)
    expect(stderr).toMatch(new RegExp(`${second!.checkpoint}.* was cut or changed`))
    expect(stderr).toMatch(/is missing/)
    expect(stderr).toContain(`5 trainings are done again: the nearest checkpoint was made after ${first!.trainings} of 9`)
    expect(readFileSync(join(run, "checkpoints", second!.checkpoint))).not.toEqual(readFileSync(file))
  })

  test("under other options changes them from there on, and diff names the change", () => {
    const fork = json(["resume", run, "--at", "4", "--batch", "16", "--name", "other-batch", "--quiet"]).log
    const diff = JSON.parse(pvll(["diff", run, fork, "--json"]).stdout)
    expect(diff).toMatchObject({ same: false, divergence: { step: 4, cause: "configuration" } })
    expect(json(["replay", fork, "--retrain", "3,6", "--quiet"]).retrained).toEqual({ steps: [3, 6], mismatch: null })
  })

  test("refuses options that would give the trained weights another shape", () => {
    expect(refused(["resume", run, "--at", "4", "--channels", "8"])).toMatch(/training\.channels shapes the weights.*fork it at 0/)
  })
})

describe("a log of images", () => {
  test("is verified without training, and chosen steps are trained and measured again", () => {
    expect(json(["replay", run, "--verify", "--quiet"])).toMatchObject({ verified: true, divergence: null })
    expect(json(["replay", run, "--retrain", "2,5-6", "--quiet"]).retrained).toEqual({ steps: [2, 5, 6], mismatch: null })
  })

  test("whose loss does not come out again is told step and both values, and nothing is built on it", () => {
    const recorded = eventsOf(run).find(({ type, data }) => type === "measured" && data.step === 2)!.data.loss
    const forged = rewritten(run, join(folder, "forged"), (event) =>
      event.type === "measured" && event.data.step === 2 ? { ...event, data: { ...event.data, loss: 1.25 } } : event)
    const { status, stdout } = pvll(["replay", forged, "--retrain", "2", "--quiet"])
    expect(status).toBe(1)
    expect(stdout).toMatch(/step 2 was measured with loss 1\.25 /)
    expect(stdout).toContain(`comes out measured with loss ${recorded} `)
    const { status: resumed, stderr } = pvll(["resume", forged, "--at", "3", "--name", "forged-at-3"])
    expect(resumed).toBe(2)
    expect(stderr).toMatch(/pvll: step 2 was measured with loss 1\.25 .* comes out measured with loss/)
  })

  test("measures its best again under the same weights, as facts of their own that no state depends on", () => {
    const fork = json(["resume", run, "--at", "7", "--name", "again", "--quiet"]).log
    const { remeasured } = json(["remeasure", fork, "--top", "2", "--quiet"])
    expect(remeasured.map(({ step }: { step: number | null }) => step)).toEqual([whole.best.step, expect.any(Number), null])
    expect(new Set(remeasured.map(({ checkpoint }: { checkpoint: string }) => checkpoint)).size).toBe(1)
    expect(eventsOf(fork).filter(({ type }) => type === "remeasured")).toHaveLength(3)
    expect(json(["remeasure", fork, "--top", "2", "--quiet"]).remeasured).toEqual(remeasured)
    expect(json(["replay", fork, "--verify", "--quiet"])).toMatchObject({ verified: true, fingerprint: whole.fingerprint })
  })

  test("frees checkpoints, saying what that costs, and every step can still be reached", () => {
    const fork = json(["resume", run, "--at", "7", "--name", "pruned", "--quiet"]).log
    const before = readdirSync(join(fork, "checkpoints")).length
    const dry = json(["prune", fork, "--within", "9", "--dry-run"])
    expect(dry.freed.length).toBeGreaterThan(0)
    expect(readdirSync(join(fork, "checkpoints"))).toHaveLength(before)
    expect(json(["prune", fork, "--within", "9"]).freed).toEqual(dry.freed)
    expect(readdirSync(join(fork, "checkpoints"))).toHaveLength(before - dry.freed.length)
    expect(json(["prune", fork, "--within", "9"]).freed).toEqual([])
    expect(json(["replay", fork, "--retrain", "3", "--quiet"]).retrained.mismatch).toBeNull()
    expect(statSync(join(run, "checkpoints", dry.freed[0].checkpoint)).size).toBeGreaterThan(0)
  })
})

describe("what cannot be trained is refused in one sentence, before there is a log", () => {
  const nothingMade = (...args: readonly string[]) => {
    const sentence = refused(["search", "--out", folder, "--name", "refused", ...args])
    expect(existsSync(join(folder, "refused"))).toBe(false)
    return sentence
  }

  test("a network that the machine has no memory for, with what to change", () => {
    expect(nothingMade("--channels", "512", "--layers", "40")).toMatch(/GiB.*--channels/)
  })

  test("too few images, unknown data, a folder that is not there", () => {
    expect(nothingMade("--images", "1")).toMatch(/image/)
    expect(nothingMade("--data", "cifra10:x")).toMatch(/cifra10/)
    expect(nothingMade("--data", `cifar10:${join(folder, "nowhere")}`)).toMatch(/nowhere/)
  })
})
