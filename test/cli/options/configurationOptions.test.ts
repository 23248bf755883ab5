import { Presenter } from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as t from "io-ts"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { Configuration, EstimatorConfiguration, paperConfiguration } from "../../../src/core/search/configuration.ts"
import type { ConfigurationChanges } from "../../../src/core/search/configurationChanges.ts"
import { presets } from "../../../src/core/search/presets.ts"
import { explain } from "../../../src/cli/failure.ts"
import { decodeChanges, placed } from "../../../src/cli/options/configurationChanges.ts"
import { configurationFlags, flagName } from "../../../src/cli/options/configurationFlags.ts"
import { configurationOptions, givenChanges } from "../../../src/cli/options/configurationOptions.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-options-"))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (text: string): string => {
  const path = join(folder, "options.json")
  writeFileSync(path, text)
  return path
}

/** What a command line asks for: the changes, or the sentence that refuses them. */
const asked = async (...args: readonly string[]): Promise<ConfigurationChanges | string | null> => {
  let changes: ConfigurationChanges = {}
  const program = Command.make("pvll", configurationOptions, (given) =>
    Effect.map(givenChanges(given), (found) => {
      changes = found
    }))
  const silent = { present: () => Effect.void }
  const run = Command.runWith(program, { version: "0" })(args).pipe(Effect.provideService(Presenter, silent))
  const exit = await Effect.runPromiseExit(run as Effect.Effect<void, unknown>)
  return Exit.isSuccess(exit) ? changes : explain(exit.cause, program)
}

describe("options of the method", () => {
  test("a flag changes its place in the configuration and nothing else", async () => {
    expect(await asked("--steps", "40", "--estimator", "ridge", "--order=1", "--temperature", "1e-2"))
      .toEqual({ steps: 40, order: 1, temperature: 0.01, estimator: { name: "ridge" } })
  })

  test("no option changes nothing", async () => {
    expect(await asked()).toEqual({})
  })

  test("a preset, then a file, then --set, then flags: the later one holds", async () => {
    const config = file(`{"steps": 1, "warmUp": 2, "estimator": {"hidden": 3, "passes": 4}}`)
    const changes = await asked("--steps", "7", "--set", "steps=5", "--set", "warmUp=6", "--config", config, "--preset", "quick")
    expect(changes).toEqual({
      ...presets.quick, steps: 7, warmUp: 6, estimator: { ...presets.quick.estimator, hidden: 3, passes: 4 }
    })
  })

  test("--memory all forgets nothing", async () => {
    expect(await asked("--memory", "all")).toEqual({ memory: null })
    expect(await asked("--memory", "64")).toEqual({ memory: 64 })
  })

  test("a number of noises asks for new noise, unless --noise says otherwise", async () => {
    expect(await asked("--noises", "4")).toEqual({ architectureStep: { noises: 4, noise: "fresh" } })
    expect(await asked("--noises", "4", "--noise", "measured")).toEqual({ architectureStep: { noises: 4, noise: "measured" } })
  })

  test("a list is its parts between commas, by its flag as by --set, or JSON", async () => {
    const mixture = { estimator: { name: "mixture", parts: ["lstm", "gp"] } }
    expect(await asked("--parts", "lstm,gp")).toEqual(mixture)
    expect(await asked("--set", "estimator.parts=lstm, gp")).toEqual(mixture)
    expect(await asked("--set", "estimator.parts=[\"lstm\",\"gp\"]")).toEqual(mixture)
    expect(await asked("--parts", "ridge")).toEqual({ estimator: { name: "mixture", parts: ["ridge"] } })
  })

  test("parts ask for a mixture, unless another estimator is named too", async () => {
    expect(await asked("--parts", "lstm,gp", "--estimator", "gp")).toEqual({ estimator: { name: "gp", parts: ["lstm", "gp"] } })
  })

  test("every estimator that comes with pvll is reached by its name", async () => {
    const names = Object.keys(EstimatorConfiguration.type.props.name.keys).filter((name) => name !== "own")
    for (const name of names) expect(await asked("--estimator", name)).toEqual({ estimator: { name } })
    expect(await asked("--estimator", "nothing like them")).toContain(names.join(", "))
  })

  test("--restart-after never stays where it is", async () => {
    expect(await asked("--restart-after", "never")).toEqual({ proposal: { restartAfter: null } })
    expect(await asked("--restart-after", "20", "--restart-draws", "0")).toEqual({ proposal: { restartAfter: 20, restartDraws: 0 } })
  })

  test("the noise of a draw and that of a step of A have flags of their own", async () => {
    expect(await asked("--proposal-noise", "importance", "--noise", "fresh"))
      .toEqual({ proposal: { noise: "importance" }, architectureStep: { noise: "fresh" } })
  })

  test("a number of epochs asks for whole ones, unless a number of images is given too", async () => {
    expect(await asked("--preset", "digits", "--epochs", "2")).toMatchObject({ training: { epochs: 2, imagesPerTraining: null } })
    expect(await asked("--epochs", "2")).toEqual({ training: { epochs: 2, imagesPerTraining: null } })
    expect(await asked("--epochs", "2", "--images-per-training", "64")).toEqual({ training: { epochs: 2, imagesPerTraining: 64 } })
  })

  test("the learning rates of the estimator, of A and of the super-network have flags of their own", async () => {
    expect(await asked("--learning-rate", "0.1", "--architecture-learning-rate", "0.2", "--training-learning-rate", "0.3")).toEqual({
      estimator: { learningRate: 0.1 }, architectureStep: { learningRate: 0.2 }, training: { learningRate: 0.3 }
    })
  })

  test("more channels, cells or images a batch than any machine has are refused", async () => {
    expect(await asked("--channels", `${2 ** 40}`)).toMatch(/--channels .*a whole number from 1 to 4096/)
    expect(await asked("--layers", "1001")).toMatch(/--layers .*a whole number from 1 to 1000/)
    expect(await asked("--batch", "1000001")).toMatch(/--batch .*a whole number from 1 to 1000000/)
    expect(await asked("--batch", "1000000")).toEqual({ training: { batch: 1_000_000 } })
  })

  test("the presets that the option names are those that there are", async () => {
    for (const name of Object.keys(presets)) expect(await asked("--preset", name)).toEqual(presets[name as keyof typeof presets])
    expect(await asked("--preset", "none")).toContain(Object.keys(presets).at(-1))
  })

  test("every option is reached by --set with its own default", async () => {
    const leaves = (value: object, path = ""): readonly (readonly [string, unknown])[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner) ? leaves(inner, `${path}${key}.`) : [[`${path}${key}`, inner] as const])
    const args = leaves(paperConfiguration).flatMap(([path, value]) => ["--set", `${path}=${JSON.stringify(value)}`])
    expect(await asked(...args)).toEqual(paperConfiguration)
  })

  test("every flag leads to an option that exists", () => {
    for (const path of Object.keys(configurationFlags)) {
      const value = path.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], paperConfiguration)
      expect(decodeChanges(placed(path, value))._tag, path).toBe("Right")
    }
  })

  test("the choices that a flag offers are those that the codec takes", async () => {
    const props = { ...Configuration.type.props } as Record<string, any>
    for (const path of Object.keys(configurationFlags)) {
      const [head, tail] = path.split(".") as [string, string | undefined]
      const codec = tail === undefined ? props[head] : props[head].type.props[tail]
      if (!(codec instanceof t.KeyofType) || path === "estimator.name") continue
      const names = Object.keys(codec.keys)
      for (const name of names) expect(await asked(flagName(path), name)).toEqual(placed(path, name))
      expect(await asked(flagName(path), "no such choice")).toContain(names.join(", ").replace(/, ([^,]*)$/, " or $1"))
    }
  })
})

describe("options that cannot be", () => {
  test.each([
    [["--stpes", "3"], "pvll has no option --stpes; did you mean --steps?"],
    [["--steps", "-1"], "--steps is -1 where a whole number from 0 on is expected"],
    [["--steps", "1.5"], "--steps is 1.5 where a whole number is expected"],
    [["--steps", "many"], "--steps is many where a whole number is expected"],
    [["--steps"], "--steps needs a value, as in --steps T"],
    [["--steps", "1", "--steps", "2"], "--steps is given more than once; once is enough"],
    [["--temperature", "-0.5"], "--temperature is -0.5 where a number above 0 is expected"],
    [["--order", "3"], "--order is 3 where 1 or 2 is expected"],
    [["--estimator", "lst"], "there is no estimator lst; did you mean lstm?"],
    [["--estimator", "own"], "--estimator own stands for a file of yours: give the file, as in --estimator ./mine.ts"],
    [["--estimator", "./no/such.ts"], "the estimator ./no/such.ts cannot be read: no such file or folder"],
    [["--estimator", "./mine.py"], "the estimator ./mine.py is neither TypeScript nor JavaScript: give a file that ends in .ts, .mts, .js or .mjs"],
    [["--sampler", "landscpe"], expect.stringMatching(/^--sampler is landscpe where .* is expected; did you mean landscape\?$/)],
    [["--exploration", "1.5"], "--exploration is 1.5 where a number from 0 to 1 is expected"],
    [["--candidates", "0"], "--candidates is 0 where a whole number from 1 to 100000 is expected"],
    [["--restart-after", "0"], "--restart-after is 0 where a whole number from 1 on, or never is expected"],
    [["--members", "65"], "--members is 65 where a whole number from 1 to 64 is expected"],
    [["--shrinkage", "1"], "--shrinkage is 1 where a number from 0 to below 1 is expected"],
    [["--parts", "lstm,gpp"], expect.stringMatching(/^--parts is "gpp" where "lstm", .* or "steps" is expected$/)],
    [["--set", "estimator.parts=3"], "--set estimator.parts is 3 where a list is expected"],
    [["--memory", "0"], "--memory is 0 where a whole number from 1 on, or all is expected"],
    [["--set", "estimator.hiden=3"], "there is no option estimator.hiden; did you mean estimator.hidden?"],
    [["--set", "steps=many"], "--set steps is \"many\" where a whole number from 0 on is expected"],
    [["--set", "steps"], "--set is steps where path=value, such as estimator.beta1=0.9, is expected"]
  ])("%j is refused in one sentence", async (args, sentence) => {
    expect(await asked(...args)).toEqual(sentence)
  })

  test("--set cannot reach what is not an option, not even a prototype", async () => {
    expect(await asked("--set", "__proto__.steps=3")).toMatch(/^there is no option __proto__; the options are warmUp/)
    expect(await asked("--set", "constructor=3")).toMatch(/^there is no option constructor/)
  })
})

describe("a configuration file", () => {
  test("with a typo is refused with what was meant", async () => {
    const config = file(`{"estimator": {"learningrate": 0.1}}`)
    expect(await asked("--config", config))
      .toBe(`the configuration file ${config}: there is no option estimator.learningrate; did you mean estimator.learningRate?`)
  })

  test("with a value of another type is refused with its place and what is expected", async () => {
    const config = file(`{"architectureStep": {"updates": "five"}}`)
    expect(await asked("--config", config))
      .toBe(`the configuration file ${config}: architectureStep.updates is "five" where a whole number from 0 to 1000 is expected`)
  })

  test("that is not JSON is refused with line and column", async () => {
    const config = file(`{\n  "steps": 3,\n  "warmUp": }`)
    expect(await asked("--config", config))
      .toBe(`the configuration file ${config} is not JSON in line 3, column 13: a value is expected there`)
  })

  test("that is empty, a list, a folder or absent is refused", async () => {
    expect(await asked("--config", file(""))).toContain("line 1, column 1: a value is expected there")
    expect(await asked("--config", file("[]"))).toContain("an object")
    expect(await asked("--config", folder)).toBe(`cannot read the configuration file ${folder}: it is a folder`)
    expect(await asked("--config", join(folder, "none.json"))).toContain("no such file")
  })

  test("may start with a byte-order mark", async () => {
    expect(await asked("--config", file(`\ufeff{"steps": 3}`))).toEqual({ steps: 3 })
  })
})
