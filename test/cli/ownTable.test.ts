import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { json, temporaryFolder } from "./smallSearch.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
const out = temporaryFolder("own-table")

it("the command of docs/tables.md searches the example's space and table", () => {
  const command = readFileSync(`${root}docs/tables.md`, "utf8").match(/^npx pvll (.*)$/m)![1]!
  const words = command.replaceAll("examples/", `${root}examples/`).split(" ")
  const { steps, best, standing, failed } = json([...words, "--out", out, "--quiet"])
  expect({ steps, failed }).toEqual({ steps: 12, failed: 0 })
  expect(standing).toMatchObject({ of: 18, whole: true })
  expect(best.architecture).toMatch(/^\|\w+~0\|\+\|\w+~0\|\w+~1\|$/)
})
