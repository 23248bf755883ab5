import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeColumns, encodeColumns } from "../../../../src/effects/trainer/table/columnFile.ts"

const column = fc.record({ decimals: fc.integer({ min: 0, max: 4 }), numbers: fc.array(fc.nat(0x7fffffff), { minLength: 5, maxLength: 5 }) })

describe("a file of columns", () => {
  it("gives every decimal back exactly", () => {
    fc.assert(fc.property(fc.array(column, { minLength: 1, maxLength: 3 }), (given) => {
      const columns = given.map(({ decimals, numbers }, i) => {
        const scale = Number(`1e${decimals}`)
        // values of the size that fits 32 bits at every scale
        return { name: `column ${i}`, decimals, values: Float64Array.from(numbers, (n) => (n % 400_000) / scale) }
      })
      const file = decodeColumns(encodeColumns(columns))
      expect(file.names).toEqual(columns.map(({ name }) => name))
      expect(file.rows).toBe(5)
      for (const { name, values } of columns) expect(file.column(name)).toEqual(values)
    }), { numRuns: 30, seed: 1 })
  })

  it("stores thirds by their steps, not by their decimals", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => Math.round((i * 10000) / 3) / 10000)
    const file = encodeColumns([{ name: "thirds", decimals: 4, values }])
    expect(new TextDecoder().decode(file)).toContain("\"scale\":10000,\"steps\":3,\"width\":2")
    expect(decodeColumns(file).column("thirds")).toEqual(values)
  })

  it("describes itself in its first line", () => {
    const file = encodeColumns([{ name: "a", decimals: 0, values: Float64Array.of(1, 2, 300) }])
    const header: unknown = JSON.parse(new TextDecoder().decode(file).split("\n", 1)[0]!)
    expect(header).toMatchObject({ rows: 3, columns: [{ name: "a", width: 2 }] })
  })

  it("refuses to round a value", () => {
    expect(() => encodeColumns([{ name: "a", decimals: 2, values: Float64Array.of(0.125) }]))
      .toThrow("column a, row 0: 0.125 does not fit 2 decimals")
    expect(() => encodeColumns([{ name: "a", decimals: 0, values: Float64Array.of(-1) }])).toThrow("-1 does not fit")
  })

  it("refuses an unknown column, another format and a file that is cut off", () => {
    const file = encodeColumns([{ name: "a", decimals: 0, values: Float64Array.from({ length: 500 }, (_, i) => i * i) }])
    expect(() => decodeColumns(file).column("b")).toThrow("it has no column \"b\"")
    expect(() => decodeColumns(new TextEncoder().encode("{\"format\":\"other\"}\n"))).toThrow("its format is not")
    expect(() => decodeColumns(file.subarray(0, file.length - 3)).column("a")).toThrow()
    expect(() => decodeColumns(new Uint8Array(0))).toThrow()
  })
})
