import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { logFile } from "./logFile.ts"
import { writeMnist } from "./mnistFolder.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { json, small, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("other-place")
const tiny = [
  "--warmup", "3", "--steps", "4", "--channels", "4", "--layers", "1", "--batch", "32", "--images-per-training", "48",
  "--validation-images", "32", "--set", "estimator.warmUpPasses=6", "--set", "estimator.passes=3"
]
const search = (name: string, ...options: readonly string[]): string =>
  json(["search", ...options, "--out", folder, "--name", name, "--quiet"]).log
const table = search("table", ...small)
const digits = search("digits", ...tiny)

const place = writeMnist(join(folder, "mnist"), 24, (image) => image % 2)
const mnist = search("mnist-log", ...tiny, "--data", `mnist:${place}`)

describe("a log keeps its data, so that what asks for others is refused in one sentence", () => {
  const fork = (log: string, ...options: readonly string[]) => {
    const sentence = refused(["resume", log, "--at", "3", "--name", "refused", ...options])
    expect(existsSync(join(folder, "refused"))).toBe(false)
    return sentence
  }

  test("another trainer than the one that its data are for", () => {
    expect(fork(table, "--trainer", "wasm")).toBe("this log was measured with the table nb201/cifar10, and a log keeps its data: leave --trainer wasm out")
    for (const trainer of ["table", "table:losses.csv"]) {
      expect(fork(digits, "--trainer", trainer))
        .toBe("this log was measured by training on the images mnist-10k, and a log keeps its data: leave --trainer table out")
    }
  })

  test("images where the log has a table, or the digits that come with pvll", () => {
    expect(fork(table, "--data", "cifar10:x")).toBe("this log was measured with the table nb201/cifar10, not on images: leave --data out")
    for (const data of ["cifar10:x", "mnist:x", "x"]) expect(fork(digits, "--data", data)).toBe("this log needs no --data: the digits come with pvll")
    expect(refused(["replay", digits, "--retrain", "2", "--data", "x"])).toBe("this log needs no --data: the digits come with pvll")
  })

  test("images of another kind", () => {
    expect(fork(mnist, "--data", `fashion:${place}`)).toBe("this log was made with mnist, and a log keeps its data: give --data mnist:DIR, not fashion:DIR")
    expect(json(["resume", mnist, "--at", "3", "--name", "same-kind", "--data", `mnist:${place}`, "--quiet"]).steps).toBe(7)
  })

  test("also where the search is finished, or would go on in place", () => {
    const before = readFileSync(logFile(table), "utf8")
    expect(refused(["resume", table, "--trainer", "wasm"])).toMatch(/^this log was measured with the table/)
    expect(refused(["resume", digits, "--data", "cifar10:x"])).toMatch(/the digits come with pvll$/)
    expect(readFileSync(logFile(table), "utf8")).toBe(before)
  })

  test("its own trainer may be named", () => {
    expect(json(["resume", table, "--at", "3", "--name", "table-again", "--trainer", "table", "--quiet"]).steps).toBe(6)
    expect(json(["resume", digits, "--at", "6", "--name", "digits-again", "--trainer", "wasm", "--quiet"]).steps).toBe(7)
  })
})

test("images of one class are refused, for every architecture would be equally good", () => {
  const seven = writeMnist(join(folder, "one-class"), 24, () => 7)
  expect(refused(["search", ...tiny, "--out", folder, "--name", "none", "--data", `mnist:${seven}`]))
    .toMatch(/^the 24 images of mnist .* all of one class.*: give images of at least 2 classes$/)
  expect(existsSync(join(folder, "none"))).toBe(false)
})

test("a fork from a larger batch to a smaller one, and back, does again what it must", () => {
  const smaller = json(["resume", mnist, "--at", "5", "--name", "smaller", "--batch", "7", "--images-per-training", "20", "--validation-images", "20", "--quiet"]).log
  expect(json(["replay", smaller, "--retrain", "2,7", "--quiet"]).retrained).toEqual({ steps: [2, 7], mismatch: null })
  const larger = json(["resume", smaller, "--at", "6", "--name", "larger", "--batch", "300", "--images-per-training", "400", "--quiet"]).log
  expect(json(["replay", larger, "--retrain", "6-7", "--quiet"]).retrained.mismatch).toBeNull()
})

describe("standard input", () => {
  test("is not offered by verbs that need a run's folder", () => {
    for (const verb of ["prune", "remeasure", "resume", "repair"]) {
      const { stdout } = pvll([verb, "--help"])
      expect(stdout, verb).toContain("A run's folder, or its events.ndjson")
      expect(stdout, verb).not.toContain("standard input")
    }
    expect(pvll(["show", "--help"]).stdout).toContain("or - for standard input")
  })

  test.each(["prune", "remeasure", "repair", "resume", "resume --at 1", "replay --retrain 2"])("cannot be read by %s", (words) => {
    const [verb, ...options] = words.split(" ")
    expect(refused([verb!, "-", ...options], { input: readFileSync(logFile(digits), "utf8") }))
      .toBe("this cannot read a log from standard input: it needs the run's folder, so give that or its events.ndjson")
  })
})

test("the learning rates of estimator and super-network are told apart in the help", () => {
  const { stdout } = pvll(["search", "--help"])
  expect(stdout).toMatch(/--learning-rate\b.*of the estimator/)
  expect(stdout).toMatch(/--training-learning-rate\b.*of the super-network/)
})
