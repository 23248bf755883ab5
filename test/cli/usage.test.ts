import { describe, expect, test } from "vitest"
import { pvll as root } from "../../src/cli/pvll.ts"
import { pvll } from "./program.ts"

const verbs = root.subcommands.flatMap(({ commands }) => commands)

/** A usage error: nothing on standard output, one sentence on standard error, exit status 2. */
const refused = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = pvll(args)
  expect(stdout).toBe("")
  expect(stderr).toMatch(/^pvll: [^\n]+\n$/)
  expect(status).toBe(2)
  return stderr.slice("pvll: ".length, -1)
}

describe("help", () => {
  test("pvll alone lists the verbs, exit status 0", () => {
    const { status, stdout, stderr } = pvll([])
    expect([status, stderr]).toEqual([0, ""])
    for (const { name } of verbs) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"))
    expect(pvll(["--help"]).stdout).toBe(stdout)
  })

  test.each(verbs.map(({ name }) => name))("%s --help explains it with an example", (name) => {
    const { status, stdout, stderr } = pvll([name, "--help"])
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout).toContain(`pvll ${name} `)
    expect(stdout).toMatch(new RegExp(`EXAMPLES\\n(.*\\n)*.*pvll ${name}`))
  })

  test("--version tells the version of the package", async () => {
    const { default: { version } } = await import("../../package.json", { with: { type: "json" } })
    expect(pvll(["--version"])).toEqual({ status: 0, stdout: `pvll ${version}\n`, stderr: "" })
  })

  test("is plain text where it is not read on a terminal, whatever the environment says", () => {
    for (const env of [{}, { FORCE_COLOR: "1" }, { NO_COLOR: "1", FORCE_COLOR: "3" }]) {
      expect(pvll(["--help"], { env }).stdout).not.toContain("\u001b")
    }
  })
})

describe("usage errors", () => {
  test("an unknown verb is answered with the one that was meant", () => {
    expect(refused("dif", "a", "b")).toBe("there is no verb dif; did you mean diff?")
    expect(refused("frobnicate", "--hard")).toBe("there is no verb frobnicate; `pvll --help` lists the verbs")
  })

  test("an unknown option is answered with the one that was meant", () => {
    expect(refused("diff", "--jsn", "a", "b")).toBe("pvll diff has no option --jsn; did you mean --json?")
    expect(refused("diff", "--frobnicate", "a", "b")).toBe("pvll diff has no option --frobnicate; `pvll diff --help` lists its options")
  })

  test("an argument that is missing or too much is named", () => {
    expect(refused("diff", "a")).toMatch(/^pvll diff needs a second log, B; /)
    expect(refused("refit")).toMatch(/^pvll refit needs a log: /)
    expect(refused("diff", "a", "b", "c")).toBe("pvll diff does not take the argument c; `pvll diff --help` shows what it takes")
  })

  test("options may stand before and after arguments, and on-off options take no word", () => {
    for (const args of [["diff", "--json", "a", "b"], ["diff", "a", "--json", "b"], ["diff", "a", "b", "--json"]]) {
      expect(refused(...args)).toMatch(/^there is no log at a;/)
    }
    expect(refused("diff", "--json", "1", "true")).toMatch(/^there is no log at 1;/)
  })

  test("a file name cannot write to the terminal", () => {
    expect(refused("diff", "\u001b[2Jx", "b")).toContain("\\x1b[2Jx")
  })

  test("a log that is not there, a folder without one, standard input twice", () => {
    expect(refused("diff", "nowhere", "b")).toMatch(/^there is no log at nowhere/)
    expect(refused("diff", "src", "b")).toMatch(/^src is a folder without events\.ndjson/)
    expect(refused("diff", "-", "-")).toBe("only one of the two logs can be standard input")
  })
})
