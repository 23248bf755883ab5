import fc from "fast-check"
import { expect, it } from "vitest"
import { jsonShape } from "../../../src/core/log/jsonShape.ts"
import { countMembers } from "../../../src/core/log/members.ts"

it("a JSON text has as many members as its value, however it is indented", () => {
  fc.assert(fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.nat(4), (value, indent) => {
    const text = JSON.stringify(value, null, indent)
    expect(jsonShape(text, 1000).members).toBe(countMembers(JSON.parse(text)))
  }))
})

it("what stands inside a string does not count", () => {
  expect(jsonShape('{"a:\\"{[":"}]:\\\\","b":[":"]}', 10)).toEqual({ members: 2, depth: 2 })
})

it("a key that stands twice counts twice", () => {
  const text = '{"a":1,"b":{"a":1,"\\u0061":2}}'
  expect(jsonShape(text, 10).members).toBe(4)
  expect(countMembers(JSON.parse(text))).toBe(3)
})

it("a scan ends soon beyond the depth limit, and at the end of a text that is no JSON", () => {
  expect(jsonShape("[".repeat(50), 10).depth).toBe(11)
  fc.assert(fc.property(fc.string(), (text) => {
    expect(jsonShape(text, 10).members).toBeGreaterThanOrEqual(0)
  }))
})
