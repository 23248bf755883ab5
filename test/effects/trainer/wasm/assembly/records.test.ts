import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parameterWords, recordFields, recordKinds, recordWords }
  from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { controlBlock } from "../../../../../src/effects/trainer/wasm/runtime/controlBlock.ts"

const source = (name: string) =>
  readFileSync(new URL(`../../../../../src/effects/trainer/wasm/assembly/${name}.ts`, import.meta.url), "utf8")

const fieldsOf = (file: string, name: string) => {
  const body = new RegExp(`class ${name} \\{([^}]*)\\}`).exec(source(file))![1]!
  return [...body.matchAll(/^\s*(\w+): (?:i32|usize)$/gm)].map(([, field]) => field)
}

describe("the two descriptions of a program", () => {
  it("name the same words of a record in the same order", () => {
    expect(fieldsOf("record", "Record")).toEqual(recordFields)
    expect(recordFields.length).toBe(recordWords)
  })

  it("name the same words of a parameter in the same order", () => {
    expect(fieldsOf("parameter", "Parameter")).toEqual(parameterWords)
  })

  it("number the kinds alike, and each kind has its function", () => {
    const cases = [...source("dispatch").matchAll(/case (\d+): return (\w+)\(record, slice\)/g)]
    expect(cases.map(([, number, name]) => [Number(number), name]))
      .toEqual([...recordKinds.entries()].filter(([, kind]) => kind !== "barrier"))
  })

  it("have the same constants", () => {
    expect(source("slices")).toContain(`export const slices: i32 = ${slices}\n`)
    for (const name of ["arrived", "generation", "stop"] as const) {
      expect(source("barrier")).toContain(`const ${name}: usize = ${controlBlock[name]}\n`)
    }
  })
})

describe("the module", () => {
  it("has no constants in the memory from the control block on", () => {
    const wasm = readFileSync(new URL("../../../../../wasm/network.wasm", import.meta.url))
    expect(dataEnd(wasm)).toBeLessThanOrEqual(controlBlock.address)
  })
})

/** Where the last data segment of a module ends in memory: section 11 holds `(0, i32.const address, end, bytes)`. */
const dataEnd = (wasm: Uint8Array): number => {
  let at = 8
  const number = () => {
    let value = 0, shift = 0
    for (;;) {
      const byte = wasm[at++]!
      value |= (byte & 0x7f) << shift
      shift += 7
      if (byte < 0x80) return value
    }
  }
  while (at < wasm.length) {
    const id = wasm[at++]!, end = number() + at
    if (id === 11) {
      let last = 0
      for (let count = number(); count > 0; count--) {
        expect([wasm[at++], wasm[at++]]).toEqual([0, 0x41])
        const address = number()
        expect(wasm[at++]).toBe(0x0b)
        const length = number()
        at += length
        last = Math.max(last, address + length)
      }
      return last
    }
    at = end
  }
  return 0
}
