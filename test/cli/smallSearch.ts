import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect } from "vitest"
import { pvll, started, type Ended } from "./program.ts"

/** Options of a search of the table that is over in a moment. `--set` comes before flags, so that a test can give those too. */
export const small = ["--preset", "nb201", ...["warmUp=3", "steps=3", "estimator.warmUpPasses=6", "estimator.passes=3"].flatMap((option) => ["--set", option])]

/** A folder that goes away after the tests of a file. */
export const temporaryFolder = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `pvll-${name}-`))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a verb that has to succeed, and gives the one JSON document that it prints. */
export const json = (args: readonly string[], surroundings: Parameters<typeof pvll>[1] = {}) => {
  const { status, stdout, stderr } = pvll([...args, "--json"], surroundings)
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout)
}

/** The program without waiting for it, so that several run at a time. */
export const ended = async (args: readonly string[]): Promise<Ended> => {
  const child = started(args)
  let [stdout, stderr] = ["", ""]
  child.stdout.on("data", (text) => (stdout += text))
  child.stderr.on("data", (text) => (stderr += text))
  const status = await new Promise<number | null>((close) => child.on("close", close))
  return { status, stdout, stderr }
}

/** Does the work on each item, three at a time. */
export const several = async <A>(items: readonly A[], work: (item: A) => Promise<void>): Promise<void> => {
  const waiting = [...items]
  await Promise.all([1, 2, 3].map(async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }))
}
