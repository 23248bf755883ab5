import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { pvll } from "./program.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-completions-"))
const script = join(folder, "pvll.bash")
const hasBash = spawnSync("bash", ["--version"]).status === 0

beforeAll(() => {
  writeFileSync(script, pvll(["completions", "bash"]).stdout)
  mkdirSync(join(folder, "logs", "first-run"), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What bash offers after these words, the last one being typed. */
const offered = (...words: readonly string[]): readonly string[] => {
  const line = ["pvll", ...words]
  const ask = `
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}
    _pvll pvll "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", ask, "ask", script, ...line], { encoding: "utf8", cwd: folder })
  expect(stderr).toBe("")
  return stdout.split("\n").filter((word) => word !== "").toSorted()
}

describe.skipIf(!hasBash)("in bash", () => {
  test("verbs are completed", () => {
    expect(offered("di")).toEqual(["diff"])
    expect(offered("")).toContain("completions")
  })

  test("options are completed, each until it is used", () => {
    expect(offered("refit", "--est")).toEqual(["--estimator"])
    expect(offered("refit", "--json", "--js")).toEqual([])
  })

  test("choices of an option are completed", () => {
    expect(offered("refit", "--head", "s")).toEqual(["softplus"])
    expect(offered("completions", "")).toEqual(["bash", "fish", "zsh"])
    expect(offered("search", "--estimator", "g")).toEqual(["gnn", "gp"])
    expect(offered("search", "--preset", "nb")).toEqual(["nb201"])
  })

  test("logs are completed as paths", () => {
    expect(offered("refit", "logs/f")).toEqual(["logs/first-run"])
  })
})

test.each(["bash", "zsh", "fish"])("the script for %s says how to install it with this program", (shell) => {
  const { status, stdout } = pvll(["completions", shell])
  expect(status).toBe(0)
  expect(stdout).toContain(`pvll completions ${shell} >`)
  expect(stdout).not.toContain("--completions")
})
