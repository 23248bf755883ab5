import * as fc from "fast-check"
import { isRight, left, right } from "fp-ts/lib/Either.js"
import * as t from "io-ts"
import { describe, expect, test } from "vitest"
import { decodeStrict } from "../../../src/core/codec/decodeStrict.ts"
import { Natural, PositiveInteger } from "../../../src/core/codec/finite.ts"
import { problemText } from "../../../src/core/codec/problem.ts"
import { Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"
import { ConfigurationChanges } from "../../../src/core/search/configurationChanges.ts"

const sentences = (codec: t.Type<any, any, unknown>, input: unknown): readonly string[] => {
  const decoded = decodeStrict(codec, input)
  return isRight(decoded) ? [] : decoded.left.map(problemText)
}

const json = (): any => JSON.parse(JSON.stringify(Configuration.encode(paperConfiguration)))

describe("a configuration", () => {
  test("decodes to itself", () => {
    expect(decodeStrict(Configuration, json())).toEqual(right(paperConfiguration))
  })

  test("with a misspelled key names the key and those it may have meant", () => {
    const typo = json()
    typo.estimator.stoptau = typo.estimator.stopTau
    delete typo.estimator.stopTau
    const decoded = decodeStrict(Configuration, typo)
    expect(decoded).toEqual(left([
      {
        kind: "unknown-key",
        path: "estimator.stoptau",
        key: "stoptau",
        allowed: Object.keys(paperConfiguration.estimator),
        actual: "0.95"
      },
      { kind: "invalid", path: "estimator.stopTau", expected: "a finite number", actual: "nothing" }
    ]))
  })

  test.each<readonly [string, (c: any) => void, readonly string[]]>([
    ["a wrong number", (c) => (c.temperature = -1), ["temperature: a number above 0 expected, got -1"]],
    ["a number as text", (c) => (c.steps = "100"), ["steps: a whole number from 0 on expected, got \"100\""]],
    ["a choice that does not exist", (c) => (c.repeats = "never"),
      ["repeats: \"allow\" or \"avoid\" expected, got \"never\""]],
    ["a number that is no choice", (c) => (c.order = 3), ["order: 1 or 2 expected, got 3"]],
    ["neither of two kinds", (c) => (c.memory = 0), ["memory: a whole number from 1 on or null expected, got 0"]],
    ["a list for an object", (c) => (c.training = [1]), ["training: an object expected, got a list"]],
    ["several mistakes", (c) => { c.order = null; c.training.layers = 0.5; c.architectureStep.beta3 = 1 }, [
      "architectureStep.beta3: no such key; the keys here are "
        + "learningRate, beta1, beta2, weightDecay, objective, updates, noise, noises, temperature",
      "order: 1 or 2 expected, got null",
      "training.layers: a whole number from 1 on expected, got 0.5"
    ]]
  ])("with %s says so, one sentence each", (_, change, expected) => {
    const changed = json()
    change(changed)
    expect(sentences(Configuration, changed)).toEqual(expected)
  })

  test("changes may leave out anything and may not add anything, at either level", () => {
    expect(decodeStrict(ConfigurationChanges, {})).toEqual(right({}))
    expect(decodeStrict(ConfigurationChanges, { steps: 7, estimator: { hidden: 2 } }))
      .toEqual(right({ steps: 7, estimator: { hidden: 2 } }))
    expect(sentences(ConfigurationChanges, { step: 7 })[0])
      .toMatch(/^step: no such key; the keys here are warmUp, steps, /)
    expect(sentences(ConfigurationChanges, { estimator: { hiden: 2 } })[0]).toMatch(/^estimator\.hiden: no such key; /)
    expect(sentences(ConfigurationChanges, { estimator: { hidden: null } }))
      .toEqual(["estimator.hidden: a whole number from 1 to 512 expected, got null"])
  })
})

describe("keys that are no names of fields", () => {
  test("of Object.prototype are unknown like any others", () => {
    const hostile = JSON.parse("{\"__proto__\": {\"steps\": 1}, \"constructor\": 1, \"toString\": 2}")
    expect(sentences(ConfigurationChanges, hostile).map((sentence) => sentence.split(":")[0]))
      .toEqual(["__proto__", "constructor", "toString"])
  })

  test("are quoted in the path and cut short", () => {
    expect(sentences(t.strict({}), { "a b": 1 })[0]).toMatch(/^\["a b"\]: no such key/)
    expect(sentences(t.strict({}), { ["x".repeat(1e6)]: 1 })[0]!.length).toBeLessThan(200)
  })
})

describe("every kind of codec", () => {
  const leaf = t.strict({ a: Natural })
  const wrong = { a: 1, b: 2 }

  test.each<readonly [string, t.Type<any, any, unknown>, unknown, readonly string[]]>([
    ["a list", t.readonlyArray(leaf), [{ a: 1 }, wrong], ["[1].b: no such key; the keys here are a"]],
    ["a mutable list", t.array(leaf), [wrong], ["[0].b: no such key; the keys here are a"]],
    ["a tuple", t.tuple([t.string, leaf]), ["x", wrong], ["[1].b: no such key; the keys here are a"]],
    ["a tuple that is too long", t.tuple([t.string]), ["x", "y"], ["a list of 1 expected, got one of 2"]],
    ["a record", t.record(t.string, leaf), { any: wrong }, ["any.b: no such key; the keys here are a"]],
    ["a record over listed keys", t.record(t.keyof({ x: null, y: null }), t.number), { x: 1, z: 2 },
      ["z: no such key; the keys here are x, y", "y: a number expected, got nothing"]],
    ["an open object around a strict one", t.type({ in: leaf }), { in: wrong, more: 1 },
      ["in.b: no such key; the keys here are a"]],
    ["an exact intersection", t.exact(t.intersection([t.type({ a: Natural }), t.partial({ c: leaf })])),
      { a: 1, c: wrong, d: 1 },
      ["d: no such key; the keys here are a, c", "c.b: no such key; the keys here are a"]],
    ["an intersection of strict ones", t.intersection([leaf, t.strict({ b: t.string })]), { a: 1, b: "", c: 1 },
      ["c: no such key; the keys here are a, b"]],
    ["an intersection with an open one", t.intersection([leaf, t.type({ b: t.string })]), { a: 1, b: "", c: 1 }, []],
    ["a strict one or null", t.union([leaf, t.null]), wrong, ["b: no such key; the keys here are a"]],
    ["the alternative that fits",
      t.union([t.strict({ type: t.literal("x"), a: Natural }), t.strict({ type: t.literal("y"), b: Natural })]),
      { type: "y", b: 1, c: 2 }, ["c: no such key; the keys here are type, b"]],
    ["the alternative that nearly fits",
      t.union([t.strict({ type: t.literal("x"), a: Natural }), t.strict({ type: t.literal("y"), b: Natural })]),
      { type: "y", b: -1 }, ["b: a whole number from 0 on expected, got -1"]],
    ["no alternative", t.union([leaf, t.readonlyArray(leaf), t.null]), "x",
      ["an object, a list or null expected, got \"x\""]],
    ["a refinement", t.refinement(leaf, ({ a }) => a > 1, "an object with a > 1"), { a: 1 },
      ["an object with a > 1 expected, got an object"]],
    ["a strict refinement", t.exact(t.refinement(t.type({ a: Natural }), () => true)), wrong,
      ["b: no such key; the keys here are a"]],
    ["a readonly object", t.readonly(leaf), wrong, ["b: no such key; the keys here are a"]],
    ["a readonly list", t.readonly(t.array(leaf)), [wrong], ["[0].b: no such key; the keys here are a"]],
    ["a boolean", t.boolean, 1, ["true or false expected, got 1"]]
  ])("%s", (_, codec, input, expected) => {
    expect(sentences(codec, input)).toEqual(expected)
  })

  test("one that contains itself", () => {
    interface Tree { readonly sons: readonly Tree[] }
    const tree: t.Type<Tree> = t.recursion("Tree", (self) => t.strict({ sons: t.readonlyArray(self) }))
    expect(decodeStrict(tree, { sons: [{ sons: [] }] })).toEqual(right({ sons: [{ sons: [] }] }))
    expect(sentences(tree, { sons: [{ sons: [], daughters: [] }] }))
      .toEqual(["sons[0].daughters: no such key; the keys here are sons"])
  })
})

test("whatever decodes without a problem keeps every key that it came with", () => {
  const codec = t.union([
    t.strict({ a: PositiveInteger, more: t.readonlyArray(t.strict({ x: t.string })) }),
    t.exact(t.partial({ a: t.boolean, b: t.record(t.string, t.strict({ y: t.null })) })),
    t.tuple([t.null, t.strict({})]),
    t.null
  ]) as t.Type<unknown>
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      fc.constantFrom(null, true, 1, "s"),
      fc.dictionary(fc.constantFrom("a", "b", "more", "x", "y"), tie("any"), { maxKeys: 3 }),
      fc.array(tie("any"), { maxLength: 2 })
    )
  })).any
  fc.assert(fc.property(value, (input) => {
    const decoded = decodeStrict(codec, input)
    if (isRight(decoded)) expect(decoded.right).toEqual(input)
    else expect(decoded.left.length).toBeGreaterThan(0)
  }), { numRuns: 2000 })
})
