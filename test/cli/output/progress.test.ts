import { expect, test } from "vitest"
import { makeProgress } from "../../../src/cli/output/progress.ts"

const watched = (isTTY: boolean, quiet = false) => {
  const written: string[] = []
  let seconds = 0
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) > 0 }
  const progress = makeProgress({ stream: stream as never, quiet, now: () => seconds })
  return { written, progress, wait: (s: number) => (seconds += s) }
}

test("on a terminal one line redraws itself at most ten times a second", () => {
  const { written, progress, wait } = watched(true)
  for (let done = 0; done <= 100; done++) {
    progress.report({ done, total: 100, note: "best 0.1" })
    wait(0.01)
  }
  progress.end()
  expect(written.length).toBeLessThan(14)
  expect(written.at(-2)).toMatch(/100\/100, 9\d\.\d\/s, best 0\.1$/)
  expect(written.at(-1)).toBe("\n")
  expect(written.slice(0, -1).every((text) => text.startsWith("\r\u001b[2K") && text.length < 70)).toBe(true)
})

test("rate and time left count from where this run began, not from the log's first step", () => {
  const { written, progress, wait } = watched(false)
  progress.report({ done: 100, total: 200, note: "" })
  wait(10)
  progress.report({ done: 110, total: 200, note: "" })
  expect(written).toEqual(["110/200, 1.00/s, 1 min 30 s left\n"])
})

test("elsewhere a line comes every few seconds, and one at the end", () => {
  const { written, progress, wait } = watched(false)
  for (let done = 0; done <= 12; done++) {
    progress.report({ done, total: 12, note: "" })
    wait(1)
  }
  progress.end()
  expect(written.map((line) => line.split(",")[0])).toEqual(["5/12", "10/12", "12/12"])
})

test("a warning does not tear the bar", () => {
  const { written, progress } = watched(true)
  progress.report({ done: 1, total: 2, note: "" })
  progress.line("careful")
  expect(written.slice(1, 3)).toEqual(["\r\u001b[2K", "careful\n"])
  expect(written.at(-1)).toMatch(/1\/2$/)
})

test("with --quiet there is nothing", () => {
  const { written, progress } = watched(true, true)
  progress.report({ done: 1, total: 2, note: "" })
  progress.line("careful")
  progress.end()
  expect(written).toEqual([])
})
