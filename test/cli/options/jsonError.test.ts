import * as fc from "fast-check"
import { expect, test } from "vitest"
import { jsonError } from "../../../src/cli/options/jsonError.ts"

test("JSON has no error, however it is laid out", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, "\t"), (value, space) => {
    expect(jsonError(JSON.stringify(value, null, space))).toBeNull()
  }))
})

test("it agrees with JSON.parse about every text", () => {
  const pieces = fc.constantFrom("{", "}", "[", "]", ",", ":", "\"a\"", "1", "-", "0", ".5", "e3", "true", "nul", "\"", "\\", " ", "\n")
  fc.assert(fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
    const text = parts.join("")
    let parses = true
    try {
      JSON.parse(text)
    } catch {
      parses = false
    }
    expect(jsonError(text) === null, JSON.stringify(text)).toBe(parses)
  }), { numRuns: 2000 })
})

test.each([
  ["{\"a\": }", 1, 7, "a value"],
  ["{\"a\" 1}", 1, 6, "a colon"],
  ["{a: 1}", 1, 2, "a name in double quotes"],
  ["{\n  \"a\": 1,\n}", 3, 1, "a name in double quotes"],
  ["[1 2]", 1, 4, "a comma or ]"],
  ["{\"a\": 1", 1, 8, "a comma or }"],
  ["1 2", 1, 3, "the end"],
  ["", 1, 1, "a value"]
])("%j is wrong in line %d, column %d, where %s is missing", (text, line, column, expected) => {
  expect(jsonError(text)).toEqual({ line, column, expected })
})
