import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { lineId, sealed } from "../../src/core/log/chain.ts"
import { eventsOf, textOf, writeLog } from "./logFile.ts"
import { levelEstimator, writeFiles } from "./ownFiles.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { ended, json, several, small, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("own")
const example = fileURLToPath(new URL("../../examples/estimators/mainEffects.ts", import.meta.url))
const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex")

/** psi chooses among several draws, so that it is asked to predict at every step. */
const search = (name: string, estimator: string, ...options: readonly string[]) =>
  ["search", ...small, "--candidates", "4", "--quiet", "--out", folder, "--name", name, "--estimator", estimator, ...options]

const ownOf = (run: string) => eventsOf(run)[0]!.data.configuration.estimator.own

const built = (path: string) => new URL(`../../dist/${path}`, import.meta.url).href

/** What the built program says of files that it is to load as estimators, one sentence each; "" where nothing. */
const verdicts = (files: readonly string[]): readonly string[] => {
  const program = `
    import * as Effect from "${import.meta.resolve("effect/Effect")}"
    import { loadOwnEstimator } from "${built("effects/estimator/ownEstimator.js")}"
    for (const file of ${JSON.stringify(files)}) {
      const sentence = await Effect.runPromise(Effect.match(loadOwnEstimator(file), { onFailure: ({ message }) => message, onSuccess: () => "" }))
      console.log(JSON.stringify(sentence))
    }`
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" })
  expect(stderr).toBe("")
  return stdout.trim().split("\n").map((line) => JSON.parse(line))
}

describe("a file that is no estimator is refused in one sentence", () => {
  const level = levelEstimator()
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["type.ts", level.replace("{ mean: 0 }", "{ mean: \"0\" }"), /type\.ts:7: Type 'string' is not assignable to type 'number'$/],
    ["untyped.ts", "// mine\nexport default () => ({ name: \"x\" })\n", /untyped\.ts:2: Type '\{ name: string; \}' is missing the following properties from type 'Estimator<State>': init, fit, predict, deviation, gradient$/],
    ["interface.ts", level.replace("type Level = { readonly mean: number }", "interface Level { readonly mean: number }"), /interface\.ts:5: Type 'Level' does not satisfy the constraint 'EstimatorState'$/],
    ["enum.ts", `enum A { B }\nvoid A\n${level}`, /enum\.ts:1: enums, namespaces and parameter properties cannot be used, since Node only strips types$/],
    ["syntax.ts", "export default (=> 1\n", /the estimator does not fit: .*syntax\.ts:1: /],
    ["syntax.mjs", "\nexport default (=> 1\n", /the estimator cannot be loaded: .*syntax\.mjs:2: SyntaxError: /],
    ["throws.mjs", "\nthrow new RangeError(\"too\\nmuch\")\n", /the estimator cannot be loaded: .*throws\.mjs:2: RangeError: too$/],
    ["import.mjs", "import \"./nothing.mjs\"\n", /the estimator cannot be loaded: .*import\.mjs: Error: Cannot find module '.*nothing\.mjs'/],
    ["named.ts", "export const mine = 1\n", /named\.ts has no default export: it needs export default \(context: EstimatorContext\): Estimator<State> => /],
    ["number.js", "export default 3\n", /the default export of .*number\.js is no function/],
    ["python.py", "pass\n", /python\.py is neither TypeScript nor JavaScript/],
    ["good.ts", level, /^$/],
    ["good.js", "module.exports = () => ({})\n", /^$/],
    ["untyped.mts", level.replace("EstimatorContext): Estimator<Level>", "EstimatorContext)").replaceAll("(_,", "(_: unknown,").replace(
      "{ mean }, { steps }", "{ mean }: Level, { steps }: { readonly steps: Float64Array }").replaceAll("{ count })", "{ count }: { readonly count: number })").replace(
      "{ count, losses })", "{ count, losses }: { readonly count: number, readonly losses: Float64Array })"), /^$/]
  ]

  test("whatever is wrong with it", () => {
    writeFiles(folder, Object.fromEntries(cases))
    const found = verdicts(cases.map(([name]) => join(folder, name)))
    expect(found).toHaveLength(cases.length)
    cases.forEach(([name, , sentence], i) => {
      expect(found[i], name).toMatch(sentence)
      expect(found[i], name).not.toContain("\n")
    })
  })

  test("before anything is written", () => several([
    ["type.ts", cases[0]![1], cases[0]![2]],
    ["shape.js", "export default () => ({ init: () => ({}) })\n", /the estimator shape\.js: its default export returned an estimator without the function fit$/],
    ["state.js", "export default () => ({ init: () => ({ seen: new Map() }), fit() {}, predict() {} })\n", /the estimator state\.js: init returned a state whose seen is a Map, neither a Float64Array nor a number$/],
    ["make.js", "export default () => nothing\n", /the estimator make\.js: its default export threw ReferenceError: nothing is not defined \(line 1\)$/]
  ] as const, async ([name, text, sentence]) => {
    writeFiles(folder, { [name]: text })
    const { status, stdout, stderr } = await ended(search(`refused-${name}`, join(folder, name)))
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(/^pvll: [^\n]+\n$/)
    expect(stderr.trimEnd()).toMatch(sentence)
    expect(existsSync(join(folder, `refused-${name}`))).toBe(false)
  }))

  test("that has no gradient where A is to follow one says what to do", () => {
    writeFiles(folder, { "flat.ts": levelEstimator().replace(/gradient: .*/, "gradient: null") })
    const sentence = refused(["search", ...small, "--candidates", "1", "--out", folder, "--name", "flat", "--estimator", join(folder, "flat.ts")])
    expect(sentence).toMatch(/the estimator flat\.ts has none, .*--candidates N/)
  })
})

describe("a search with an estimator of one's own", () => {
  const mine = join(folder, "mine.ts")
  writeFileSync(mine, levelEstimator())
  const found = json(search("run", mine))
  const run = found.log as string

  test("writes its file's name and digest into the log, never its path, and a copy of its code beside the log", () => {
    expect(ownOf(run)).toEqual({ file: "mine.ts", digest: sha256(levelEstimator()), commit: null })
    expect(textOf(run)).not.toContain(folder)
    expect(JSON.parse(readFileSync(join(run, "local.json"), "utf8")).estimator).toBe(mine)
    expect(readdirSync(join(run, "estimators"))).toEqual([sha256(levelEstimator())])
  })

  test("comes out the same when it is computed again, and goes on", () => {
    expect(json(["replay", run, "--verify"])).toMatchObject({ verified: true })
    expect(json(["resume", run, "--at", "6", "--steps", "5", "--name", "longer", "--quiet"]).steps).toBe(8)
  })

  test("is judged beside others by a refit, under its file's name", () => {
    const { estimators } = json(["refit", run, "--estimator", `ridge,${mine}`, "--threads", "1", "--quiet"])
    expect(estimators.map(({ name }: { readonly name: string }) => name)).toEqual(expect.arrayContaining(["ridge", "mine.ts"]))
  })

  test("is the same search with the same code, wherever it lies and whatever its name", () => {
    mkdirSync(join(folder, "elsewhere"))
    cpSync(mine, join(folder, "elsewhere", "other.ts"))
    const fork = json(["resume", run, "--at", "4", "--name", "same", "--quiet", "--estimator", join(folder, "elsewhere", "other.ts")])
    expect(json(["diff", run, fork.log]).same).toBe(true)
  })

  test("whose code is other: diff calls it code; and leaves it for another estimator without a trace", () => {
    writeFileSync(join(folder, "changed.ts"), levelEstimator("mean * 2"))
    const other = json(search("other", join(folder, "changed.ts"))).log
    expect(JSON.parse(pvll(["diff", run, other, "--json"]).stdout).divergence).toMatchObject({ seq: 0, cause: "code" })
    const ridge = json(["resume", run, "--at", "4", "--name", "ridge", "--quiet", "--estimator", "ridge"]).log
    expect(eventsOf(ridge)).toContainEqual({ type: "reconfigured", data: { configuration: { estimator: { name: "ridge", own: null } } } })
  })

  test("goes on with its own code where the file was changed since, says so, and offers a fork", () => {
    const changed = join(folder, "edited.ts")
    writeFileSync(changed, levelEstimator())
    const { log } = json(search("edited", changed))
    writeFileSync(changed, levelEstimator("mean + 1"))
    expect(refused(["resume", log, "--steps", "4", "--quiet", "--estimator", changed]))
      .toMatch(/edited\.ts holds other code than .*edited was made with: `(npx )?pvll resume .*edited --at 6 --estimator FILE` makes a fork/)
    const { status, stderr } = pvll(["resume", log, "--steps", "4"])
    expect([status, stderr]).toEqual([0, expect.stringMatching(/edited\.ts has changed since; .*`pvll resume .*edited --at 6 --estimator .*edited\.ts` makes a fork/)])
    expect(json(["replay", log, "--verify"])).toMatchObject({ verified: true, steps: 7 })
    const fork = json(["resume", log, "--at", "5", "--name", "edited-fork", "--quiet", "--estimator", changed])
    expect(JSON.parse(pvll(["diff", log, fork.log, "--json"]).stdout).divergence).toMatchObject({ step: 5, cause: "code" })
  })

  test("of which neither file nor copy is left: what needs it names it, the facts are read without it", async () => {
    const bare = join(folder, "bare")
    mkdirSync(bare)
    cpSync(join(run, "events.ndjson"), join(bare, "events.ndjson"))
    const missing = /bare was made with the estimator mine\.ts, whose file is not known here, and no copy of it is left beside the log: give the file of digest [0-9a-f]{12}\.\.\. with --estimator FILE/
    expect(refused(["derive", bare])).toMatch(missing)
    expect(refused(["replay", bare, "--verify", "--estimator", example])).toMatch(/mainEffects\.ts holds other code than .*bare was made with/)
    await several([["verify", bare], ["diff", run, bare], ["ls", folder]], async (verb) => expect((await ended(verb)).status).toBe(0))
    const shown = pvll(["show", bare, "--json"])
    expect([shown.status, shown.stderr]).toEqual([0, expect.stringMatching(missing)])
    const { best, fingerprint } = found
    expect(JSON.parse(shown.stdout)).toMatchObject({ best, fingerprint, genotype: null, steps: 6 })
    expect(json(["replay", bare, "--verify", "--estimator", mine])).toMatchObject({ verified: true, fingerprint })
    expect(json(["resume", bare, "--steps", "4", "--quiet", "--estimator", mine]).steps).toBe(7)
  })
})

describe("a log that somebody else brought, with the code of its estimator", () => {
  const mine = join(folder, "brought.ts")
  writeFileSync(mine, levelEstimator())
  const run = json(search("brought", mine)).log as string
  const digest = sha256(levelEstimator())
  const ran = join(folder, "ran")
  /** Code that leaves a file behind when it is imported, whatever it exports. */
  const telltale = `import { writeFileSync } from "node:fs"\nwriteFileSync(${JSON.stringify(ran)}, "")\n${levelEstimator()}`
  const runs = /^runs brought\.ts as it is kept in .*estimators.[0-9a-f]{12}\.\.\.: take logs that bring code only from people whose programs you would run$/m

  /** The run's folder as it comes to another machine. */
  const brought = (name: string): string => {
    const copy = join(folder, name)
    cpSync(run, copy, { recursive: true })
    rmSync(join(copy, "local.json"), { force: true })
    rmSync(join(copy, "snapshots"), { recursive: true, force: true })
    return copy
  }
  const keptIn = (log: string): string => join(log, "estimators", digest, "source", "brought.ts")

  test("that the kept code is run is told once, by each verb that computes the state", () => several([
    ["replay", "--verify"], ["derive"], ["show"]
  ], async ([verb, ...options]) => {
    const { status, stderr } = await ended([verb!, brought(`told-${verb}`), ...options])
    expect(status, stderr).toBe(0)
    expect(stderr).toMatch(runs)
    expect(stderr.match(/^runs /gm)).toHaveLength(1)
  }))

  test("one's own file with the same code is run in its place, and needs no notice", async () => {
    expect((await ended(["replay", run, "--verify"])).stderr).not.toMatch(/^runs /m)
    expect((await ended(["replay", brought("own-file"), "--verify", "--estimator", mine])).stderr).not.toMatch(/^runs /m)
  })

  test("settings that came along and name a file in the log's folder do not hide that it is run", async () => {
    const log = brought("settings")
    writeFileSync(join(log, "local.json"), JSON.stringify({ estimator: keptIn(log) }))
    expect((await ended(["replay", log, "--verify"])).stderr).toMatch(/^runs brought\.ts as it is kept in .*settings/m)
  })

  test("a copy that was changed is never run, and the sentence says what is wrong and what to do", () => {
    const log = brought("changed-copy")
    writeFileSync(keptIn(log), telltale)
    const sentence = /changed-copy was made with the estimator brought\.ts, whose file is not known here, and its copy beside the log was changed \(its digest is [0-9a-f]{12}\.\.\.\) and is not run: give the file of digest [0-9a-f]{12}\.\.\. with --estimator FILE$/
    expect(refused(["replay", log, "--verify"])).toMatch(sentence)
    expect(refused(["resume", log, "--steps", "4"])).toMatch(sentence)
    writeFileSync(join(folder, "ran.ts"), telltale)
    writeFileSync(join(log, "local.json"), JSON.stringify({ estimator: join(folder, "ran.ts") }))
    expect(refused(["derive", log])).toMatch(/of which .*ran\.ts holds other code by now, and its copy beside the log was changed/)
    expect(refused(["replay", log, "--estimator", join(folder, "ran.ts")])).toMatch(/ran\.ts holds other code than/)
    expect(existsSync(ran)).toBe(false)
  })

  test("a changed copy is replaced once the log goes on with the code that it was made with", () => {
    const log = brought("mended-copy")
    writeFileSync(keptIn(log), telltale)
    expect(json(["resume", log, "--steps", "4", "--quiet", "--estimator", mine]).steps).toBe(7)
    expect(readFileSync(keptIn(log), "utf8")).toBe(levelEstimator())
    expect(existsSync(ran)).toBe(false)
  })

  test.each<[string, (log: string) => void]>([
    ["a link to a file", (log) => {
      rmSync(keptIn(log))
      symlinkSync(mine, keptIn(log))
    }],
    ["a link to a folder", (log) => {
      const elsewhere = join(folder, "linked")
      renameSync(join(log, "estimators"), elsewhere)
      symlinkSync(elsewhere, join(log, "estimators"), "junction")
    }],
    ["a path in its package.json", (log) => {
      cpSync(mine, join(log, "brought.ts"))
      writeFileSync(join(log, "estimators", digest, "package.json"), JSON.stringify({ main: "source/../../../brought.ts" }))
    }]
  ])("a copy that leads out of its folder by %s is not run, even with the right code", (how, lead) => {
    const log = brought(`out-by-${how.replaceAll(/\W/g, "-")}`)
    lead(log)
    expect(refused(["derive", log])).toMatch(/its copy beside the log was changed \(it leads out of its folder, to .*\) and is not run/)
  })

  test.each<[string, object, RegExp]>([
    ["a digest that is a path", { digest: "../../../evil" }, /estimator\.own\.digest: 64 hexadecimal digits in lower case expected, got "\.\.\/\.\.\/\.\.\/evil"/],
    ["a file in a folder", { file: "../mine.ts" }, /estimator\.own\.file: a file's name of at most 255 characters, without folders and control characters expected/],
    ["a file whose name steers the terminal", { file: "\u001b[2Jmine.ts" }, /estimator\.own\.file: a file's name .* expected, got "\\u001b\[2Jmine\.ts"/],
    ["a commit that is none", { commit: "HEAD" }, /estimator\.own\.commit: 40 or 64 hexadecimal digits in lower case or null expected, got "HEAD"/]
  ])("%s is no event, and nothing is run", (name, changes, sentence) => {
    const evil = join(folder, "evil")
    writeFiles(evil, { "package.json": JSON.stringify({ main: "source/evil.ts" }), "source/evil.ts": telltale })
    const log = brought(`forged-${name.replaceAll(" ", "-")}`)
    const { id: _, ...configured } = JSON.parse(textOf(log).split("\n")[0]!)
    Object.assign(configured.data.configuration.estimator.own, changes)
    const body = JSON.stringify(configured).slice(0, -1)
    writeLog(log, `${sealed(body, lineId(sha256, "", body))}\n`)
    expect(refused(["derive", log])).toMatch(sentence)
    expect(existsSync(ran)).toBe(false)
  })
})

describe("an estimator that answers NaN in the middle of a search", () => {
  const broken = join(folder, "broken.ts")
  writeFileSync(broken, levelEstimator("(step < 5 ? mean : Number.NaN)"))
  const run = join(folder, "broken")
  const sentence = /^the estimator broken\.ts: predict for step 5 returned NaN as number 1 of 4; `(?:npx )?pvll resume .*broken --at 4 --estimator FILE` goes on with it mended$/

  test("ends it with one sentence, and the log is whole and says so too", () => {
    expect(refused(search("broken", broken))).toMatch(sentence)
    expect(eventsOf(run).at(-1)).toMatchObject({ type: "stopped", data: { reason: "failed", message: expect.stringMatching(sentence) } })
    expect(json(["replay", run, "--verify"])).toMatchObject({ verified: true, steps: 4 })
    expect(refused(["resume", run, "--quiet"])).toMatch(sentence)
  })

  test("goes on from there with the file mended in place, and diff says that the code is what parts the two", () => {
    writeFileSync(broken, levelEstimator())
    const fork = json(["resume", run, "--at", "4", "--estimator", broken, "--name", "mended", "--quiet"])
    expect(fork.steps).toBe(6)
    expect(json(["replay", fork.log, "--verify"])).toMatchObject({ verified: true })
    expect(JSON.parse(pvll(["diff", run, fork.log, "--json"]).stdout).divergence).toMatchObject({ step: 4, cause: "code" })
  })

  test("after a measurement: the measurement is kept, and the state is told up to it", () => {
    writeFiles(folder, { "steep.ts": levelEstimator().replace("(_, { count })", "(_, { count, steps })").replace("? -1 : 0", "? (steps[0]! > 4 ? Infinity : -1) : 0") })
    const steep = /^the estimator steep\.ts: gradient for step 5 returned Infinity as number 1 of 120; `(?:npx )?pvll resume .*steep --at 4 --estimator FILE` goes on with it mended$/
    expect(refused(search("steep", join(folder, "steep.ts")))).toMatch(steep)
    const log = join(folder, "steep")
    expect(eventsOf(log).filter(({ type }) => type === "measured")).toHaveLength(5)
    expect(refused(["resume", log])).toMatch(steep)
    const shown = pvll(["show", log, "--json"])
    expect([shown.status, JSON.parse(shown.stdout).steps]).toEqual([0, 5])
    expect(json(["resume", log, "--at", "4", "--estimator", example, "--name", "steep-mended", "--quiet"]).steps).toBe(6)
  })
})

describe("the code of an estimator of several files", () => {
  const place = join(folder, "parts")
  const main = levelEstimator("half(mean)").replace("type Level", "import { half } from \"../lib/half.ts\"\ntype Level")
  const files = { "mine/main.ts": main, "lib/half.ts": "import { two } from \"./two.ts\"\nexport const half = (x: number): number => x / two\n", "lib/two.ts": "export const two = 2\n" }
  writeFiles(place, files)

  test("has the digest of what sha256sum prints of them, and is kept as a whole", () => {
    const run = json(search("parts-run", join(place, "mine/main.ts"))).log as string
    const listed = [["main.ts", main], ["../lib/half.ts", files["lib/half.ts"]], ["../lib/two.ts", files["lib/two.ts"]]] as const
    expect(ownOf(run).digest).toBe(sha256(listed.map(([path, text]) => `${sha256(text)}  ${path}\n`).join("")))
    renameSync(place, join(folder, "moved"))
    expect(json(["replay", run, "--verify"])).toMatchObject({ verified: true })
  })

  test("is other code when a file changes that it imports", () => {
    writeFiles(place, { ...files, "lib/two.ts": "export const two = 3\n" })
    expect(refused(["resume", join(folder, "parts-run"), "--steps", "5", "--quiet", "--estimator", join(place, "mine/main.ts")])).toMatch(/main\.ts holds other code/)
  })
})

describe("where TypeScript is not installed", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url))
  const place = join(folder, "installed")

  test("one notice says that types are not checked, and answers still are", () => {
    mkdirSync(join(place, "node_modules"), { recursive: true })
    for (const part of ["package.json", "bin", "dist", "wasm", "data"]) cpSync(join(root, part), join(place, part), { recursive: true })
    for (const name of readdirSync(join(root, "node_modules")).filter((one) => !/^\.|typescript/.test(one))) {
      symlinkSync(join(root, "node_modules", name), join(place, "node_modules", name), "junction")
    }
    writeFiles(place, { "wrong.ts": levelEstimator("\"high\"") })
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(place, "bin/pvll.mjs"), ...search("unchecked", join(place, "wrong.ts"))], { encoding: "utf8" })
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(/^the types of .*wrong\.ts are not checked: TypeScript is not installed; its answers are, while it runs\n/)
    expect(stderr).toMatch(/\npvll: the estimator wrong\.ts: predict for step 4 returned NaN as number 1 of \d+; [^\n]*\n$/)
  })
})

describe("the example", () => {
  const git = (...args: readonly string[]) => spawnSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], { cwd: join(folder, "clone"), encoding: "utf8" })
  const clone = join(folder, "clone")

  test("searches from a folder under version control: the log names the commit, and none once the file is changed", ({ skip }) => {
    mkdirSync(clone)
    cpSync(example, join(clone, "mainEffects.ts"))
    if (git("init", "-q").status !== 0) skip("git is not installed")
    git("add", ".")
    git("commit", "-q", "-m", "mine")
    const head = git("rev-parse", "HEAD").stdout.trim()
    const committed = json(["search", "--preset", "nb201", "--warmup", "20", "--steps", "10", "--quiet", "--name", "committed", "--estimator", "mainEffects.ts"], { cwd: clone })
    const run = join(clone, committed.log)
    expect(ownOf(run)).toEqual({ file: "mainEffects.ts", digest: sha256(readFileSync(example)), commit: head })
    expect(eventsOf(run).filter(({ type }) => type === "learned").at(-1)!.data.tau).toBeGreaterThan(0.2)

    writeFileSync(join(clone, "mainEffects.ts"), readFileSync(example, "utf8").replace("doubt = 2", "doubt = 3"))
    const edited = json(["search", ...small, "--quiet", "--name", "edited", "--estimator", "mainEffects.ts"], { cwd: clone })
    expect(ownOf(join(clone, edited.log)).commit).toBeNull()
    rmSync(join(clone, ".git"), { recursive: true, force: true })
  })
})
