import { readFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { eventsOf, factsOf, linesOf, logFile, writeLog } from "./logFile.ts"
import { pvll, started } from "./program.ts"
import { refused } from "./refused.ts"
import { json, temporaryFolder } from "./smallSearch.ts"

/** Windows has no signals that a process could answer. */
const onPosix = test.skipIf(process.platform === "win32")

const folder = temporaryFolder("interrupted")
const search = (name: string) => [
  "search", "--preset", "nb201", "--estimator", "ridge", "--warmup", "20", "--steps", "250", "--out", folder, "--name", name, "--quiet"
]
const whole = json(search("whole"))
const facts = factsOf(whole.log)

const linesSoFar = (run: string): number => {
  try {
    return linesOf(readFileSync(logFile(run), "utf8")).length
  } catch {
    return 0
  }
}

/** Sends the signal once the log has so many lines, and waits for the end. */
const stoppedBy = async (signal: "SIGINT" | "SIGTERM" | "SIGKILL", args: readonly string[], run: string, lines: number) => {
  const child = started(args)
  let stderr = ""
  child.stderr.on("data", (text) => (stderr += text))
  const end = new Promise<readonly [number | null, string | null]>((close) => child.on("close", (...how) => close(how)))
  while (linesSoFar(run) < lines && child.exitCode === null) await setTimeout(2)
  child.kill(signal)
  const [status, by] = await end
  return { status, by, stderr }
}

onPosix.each([
  ["SIGINT", 130, 5], ["SIGINT", 130, 150], ["SIGTERM", 143, 70]
] as const)("%s stops at a safe point, exit status %i; the printed command goes on (after line %i)", async (signal, status, lines) => {
  const run = join(folder, `${signal}-${lines}`)
  const stopped = await stoppedBy(signal, search(`${signal}-${lines}`), run, lines)
  expect(stopped.status, stopped.stderr).toBe(status)
  expect(json(["verify", run])).toMatchObject({ valid: true, damage: null })
  expect(eventsOf(run).at(-1)).toMatchObject({ type: "stopped", data: { reason: "interrupted" } })
  expect(facts.startsWith(factsOf(run))).toBe(true)

  const command = /`?pvll (resume \S+?)`? goes on/.exec(stopped.stderr)?.[1]
  expect(command, stopped.stderr).toBeDefined()
  const resumed = pvll([...command!.split(" "), "--quiet"])
  expect(resumed.status, resumed.stderr).toBe(0)
  expect(factsOf(run)).toBe(facts)
})

onPosix.each([3, 150])("kill -9 after line %i loses nothing that was written; resume goes on", async (lines) => {
  const run = join(folder, `killed-${lines}`)
  expect(await stoppedBy("SIGKILL", search(`killed-${lines}`), run, lines)).toMatchObject({ status: null, by: "SIGKILL" })
  const text = readFileSync(logFile(run), "utf8")
  const kept = text.slice(0, text.lastIndexOf("\n") + 1)
  expect(linesOf(kept).length).toBeGreaterThanOrEqual(lines)
  expect(json(["resume", run, "--quiet"]).fingerprint).toBe(whole.fingerprint)
  expect(readFileSync(logFile(run), "utf8").startsWith(kept)).toBe(true)
  expect(factsOf(run)).toBe(facts)
})

onPosix("an interrupted resume can be resumed", async () => {
  const run = writeLog(join(folder, "twice"), linesOf(readFileSync(logFile(whole.log), "utf8")).slice(0, 60).join(""))
  expect((await stoppedBy("SIGINT", ["resume", run, "--quiet"], run, 150)).status).toBe(130)
  expect(json(["resume", run, "--quiet"]).fingerprint).toBe(whole.fingerprint)
  expect(factsOf(run)).toBe(facts)
})

onPosix("while a search runs, a resume of its log is told who writes it, and the search is not disturbed", async () => {
  const run = join(folder, "busy")
  const child = started(search("busy"))
  const end = new Promise((close) => child.on("close", close))
  while (linesSoFar(run) < 5) await setTimeout(2)
  child.kill("SIGSTOP")
  expect(refused(["resume", run])).toContain(String(child.pid))
  child.kill("SIGCONT")
  expect(await end).toBe(0)
  expect(factsOf(run)).toBe(facts)
})
