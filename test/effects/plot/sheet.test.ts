import { describe, expect, it } from "vitest"
import { sheet } from "../../../src/effects/plot/sheet.ts"

const plot = (width: number, height: number, inside = "") => ({ svg: `<svg xmlns="x" width="${width}" height="${height}" viewBox="0 0 1 1">${inside}</svg>\n` })

describe("a sheet of plots", () => {
  it("puts them beside each other and below, none over another", () => {
    const svg = sheet([[plot(100, 50)], [plot(60, 20), { ...plot(80, 40), scale: 0.5 }]])
    const places = [...svg.matchAll(/<svg x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" viewBox="([^"]+)"/g)].map(([, ...numbers]) => numbers.join(" "))
    expect(places).toEqual(["0 0 100 50 0 0 100 50", "0 58 60 20 0 0 60 20", "68 58 40 20 0 0 80 40"])
    expect(svg).toMatch(/^<svg [^>]* width="108" height="78" /)
  })

  it("keeps what refers to what in each", () => {
    const clipped = "<clipPath id=\"clip0\"/><g clip-path=\"url(#clip0)\"/>"
    const svg = sheet([[plot(10, 10, clipped), plot(10, 10, clipped)]])
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(2)
    expect([...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id)).toEqual(ids)
  })

  it("is an empty document without plots", () => {
    expect(sheet([])).toContain("width=\"0\" height=\"0\"")
  })
})
