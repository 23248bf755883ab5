import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { distribution } from "../../../src/effects/plot/distribution.ts"
import { intervals } from "../../../src/effects/plot/intervals.ts"
import { lines, type LinesPlot } from "../../../src/effects/plot/lines.ts"
import { points } from "../../../src/effects/plot/points.ts"
import { drawn, type Drawing, refusal, symbols, texts } from "./svg.ts"

const x = { title: "measured networks" }
const y = { title: "validation loss" }

const curve = (length: number, height: number) => Array.from({ length }, (_, i) => ({
  x: i + 1, y: height / (i + 1), low: (0.8 * height) / (i + 1), high: (1.2 * height) / (i + 1)
}))

const examples: { readonly [name: string]: Drawing } = {
  "lines with bands on log axes": lines({
    title: "Learning curves", subtitle: "mean and 95 % interval",
    x: { ...x, scale: "log" }, y: { ...y, scale: "log" },
    series: [{ name: "lstm", points: curve(60, 1) }, { name: "ridge", points: curve(60, 0.7) }]
  }),
  "lines that their axes cut": lines({
    x: { ...x, from: 3, to: 9 }, y: { ...y, from: 0.1, to: 0.2 }, steps: true, series: [{ name: "best so far", points: curve(12, 1) }]
  }),
  "points beside y = x": points({
    x, y, identity: true,
    groups: [{ name: "lstm", points: curve(20, 3) }, { name: "gp", points: curve(20, 2) }]
  }),
  "intervals in groups": intervals({
    x, reference: 4,
    rows: ["lstm", "ridge"].flatMap((name, i) =>
      ["CIFAR-10", "CIFAR-100"].map((group, j) => ({ name, group, value: 3 + i + j, low: 2 + i, high: 6 + j })))
  }),
  "the share of runs": distribution({
    x: { ...x, scale: "log" },
    series: [{ name: "landscape", reached: [21, 40, 40, 93] }, { name: "uniform", reached: [300, null, 7000, null] }]
  })
}

const digest = (svg: string): string => createHash("sha256").update(svg).digest("hex").slice(0, 16)

describe("every plot", () => {
  // The digests are the same on Node 22, 24 and 26. Where a change of looks is meant, take the new ones.
  test.each([
    ["lines with bands on log axes", "967b53a8b2a37dca"],
    ["lines that their axes cut", "bf410c105cf6f2fb"],
    ["points beside y = x", "01879df63288cce3"],
    ["intervals in groups", "c09362e1fdac4334"],
    ["the share of runs", "e228f16e3d851033"]
  ])("has the same bytes on every machine: %s", async (name, bytes) => {
    expect(digest(await drawn(examples[name]!))).toBe(bytes)
  })

  test("has the same bytes whatever is drawn before and beside it", async () => {
    const one = await Promise.all(Object.values(examples).map(drawn))
    const other = await Promise.all(Object.values(examples).toReversed().map(drawn))
    expect(other.toReversed()).toEqual(one)
  })

  test("has clip paths of its own where several stand in one page", async () => {
    const cut = (to: number) => drawn(lines({ x: { ...x, to }, y, series: [{ name: "a", points: curve(30, 1) }] }))
    const ids = (svg: string) => [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)
    const all = [...ids(await cut(10)), ...ids(await cut(20))]
    expect(all.length).toBeGreaterThan(2)
    expect(new Set(all).size).toBe(all.length)
  })

  test("writes titles as they are, whatever they hold", async () => {
    const strange = "a < b & \"c\" > d </text><script>"
    const svg = await drawn(lines({
      title: strange, subtitle: `${strange}\u0007\u0000`, x: { title: strange }, y: { title: strange },
      series: [{ name: strange, points: curve(3, 1) }, { name: "other", points: curve(3, 2) }]
    }))
    const escaped = "a &lt; b &amp; \"c\" &gt; d &lt;/text&gt;&lt;script&gt;"
    expect(texts(svg).filter((text) => text.trim() === escaped)).toHaveLength(5)
  })

  test("has titles in lines that end within the plot, and loses no word of them", async () => {
    const title = "Best validation accuracy after two hundred measurements on NAS-Bench-201, by all samplers"
    const plot = (one: string) => drawn(intervals({ title: one, subtitle: `${one} ${one}`, x, rows: [{ name: "a", value: 1 }] }))
    const svg = await plot(title)
    const linesOf = (size: number) => {
      const text = new RegExp(`<text[^>]*font-size="${size}px"[^>]*>(?:<tspan.*?</tspan>)+</text>`).exec(svg)![0]
      return [...text.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, line]) => line!)
    }
    expect(linesOf(15).join(" ")).toBe(title)
    expect(linesOf(12).join(" ")).toBe(`${title} ${title}`)
    expect(linesOf(15).length).toBeGreaterThan(1)
    const size = (drawing: string) => / width="([\d.]+)" height="([\d.]+)"/.exec(drawing)!.slice(1).map(Number)
    const [[width, height], [plainWidth, plainHeight]] = [size(svg), size(await plot("Accuracy"))]
    expect(width).toBe(plainWidth)
    expect(height).toBeGreaterThan(plainHeight!)
  })

  test("asks for Vega only when it is drawn", () => {
    const script = `
      import { registerHooks } from "node:module"
      let asked = false
      registerHooks({ resolve: (name, context, next) => { if (name === "vega") asked = true; return next(name, context) } })
      const { lines } = await import("./src/effects/plot/lines.ts")
      const { runPromise } = await import("effect/Effect")
      const plot = lines({ x: { title: "x" }, y: { title: "y" }, series: [{ name: "a", points: [{ x: 1, y: 1 }] }] })
      const before = asked
      await runPromise(plot)
      console.log(before, asked)`
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })
    expect({ stdout, stderr: stderr.replace(/.*Warning.*\n/g, "") }).toMatchObject({ stdout: "false true\n" })
  })
})

describe("a plot that cannot be drawn is refused in one sentence:", () => {
  test.each<[string, Drawing, string]>([
    ["no series", lines({ title: "Regret", x, y, series: [] }), "the plot \"Regret\" cannot be drawn: there is nothing to draw; give it at least one series"],
    ["a series without points", lines({ x, y, series: [{ name: "a", points: curve(3, 1) }, { name: "b", points: [] }] }),
      "the plot cannot be drawn: b holds nothing that can be drawn; leave it out"],
    ["a series of NaN", points({ x, y, groups: [{ name: "gp", points: [{ x: 1, y: Number.NaN }] }] }),
      "the plot cannot be drawn: gp holds nothing that can be drawn; leave it out"],
    ["losses of 0 on a log axis", lines({ x, y: { ...y, scale: "log" }, series: [{ name: "a", points: [{ x: 1, y: 0 }] }] }),
      "the plot cannot be drawn: a holds nothing that can be drawn; leave it out"],
    ["no rows", intervals({ x, rows: [] }), "the plot cannot be drawn: its list of rows holds nothing that can be drawn; leave it out"],
    ["no runs", distribution({ x, series: [{ name: "uniform", reached: [] }] }), "the plot cannot be drawn: uniform holds nothing that can be drawn; leave it out"],
    ["two series of one name", distribution({ x, series: [{ name: "a", reached: [1] }, { name: "a", reached: [2] }] }),
      "the plot cannot be drawn: two of its series are called a; give each a name of its own"],
    ["a log axis from 0", points({ x: { ...x, scale: "log", from: 0 }, y, groups: [{ name: "a", points: curve(3, 1) }] }),
      "the plot cannot be drawn: the axis \"measured networks\" is a log axis, which begins above 0"],
    ["an axis that ends before it begins", lines({ x: { ...x, from: 2, to: 1 }, y, series: [{ name: "a", points: curve(3, 1) }] }),
      "the plot cannot be drawn: the axis \"measured networks\" must end above where it begins"],
    ["an axis that ends at NaN", lines({ x: { ...x, to: Number.NaN }, y, series: [{ name: "a", points: curve(3, 1) }] }),
      "the plot cannot be drawn: the axis \"measured networks\" must begin and end at numbers"]
  ])("%s", async (_, plot, sentence) => expect(await refusal(plot)).toBe(sentence))
})

/** The paths of the lines themselves. */
const paths = (svg: string): readonly string[] =>
  [...svg.matchAll(/<g class="mark-line role-mark[^"]*"[^>]*><path [^>]*?d="([^"]*)"/g)].map(([, d]) => d!)

describe("lines", () => {
  const plot = (...heights: readonly number[]): LinesPlot => ({
    x, y, series: [{ name: "a", points: Array.from({ length: 20 }, (_, i) => ({ x: i, y: heights[i] ?? i })) }]
  })

  test("have a gap where a point is not a number", async () => {
    expect(paths(await drawn(lines(plot())))[0]!.match(/M/g)).toHaveLength(1)
    expect(paths(await drawn(lines(plot(1, 2, Number.NaN, 4, Infinity))))[0]!.match(/M/g)).toHaveLength(3)
  })

  test("leave out points without a place on the x axis", async () => {
    const first = plot().series[0]!
    const more = { ...first, points: [{ x: Number.NaN, y: 1 }, ...first.points, { x: Infinity, y: 2 }] }
    expect(await drawn(lines({ x, y, series: [more] }))).toBe(await drawn(lines(plot())))
  })

  test("of few points mark each one", async () => {
    expect(symbols(await drawn(lines({ x, y, series: [{ name: "a", points: curve(5, 1) }] })))).toBe(5)
    expect(symbols(await drawn(lines({ x, y, series: [{ name: "a", points: curve(50, 1) }] })))).toBe(0)
  })

  test("draw a band only where there is an interval", async () => {
    const bands = (svg: string) => [...svg.matchAll(/mark-area role-mark[^>]*><path [^>]*?d="([^"]+)"/g)].length
    expect(bands(await drawn(lines({ x, y, series: [{ name: "a", points: curve(5, 1) }] })))).toBe(1)
    expect(bands(await drawn(lines(plot())))).toBe(0)
  })

  test("of a single point, of equal values and of many series are drawn", async () => {
    await drawn(lines({ x, y, series: [{ name: "a", points: [{ x: 0, y: 0 }] }] }))
    await drawn(lines({ x: { ...x, scale: "log" }, y: { ...y, scale: "log" }, series: [{ name: "a", points: [{ x: 5, y: 5 }] }] }))
    const many = Array.from({ length: 12 }, (_, i) => ({ name: `series ${i}`, points: curve(30, i + 1) }))
    const svg = await drawn(lines({ x, y, series: many }))
    expect(texts(svg).filter((text) => text.startsWith("series "))).toEqual(many.map(({ name }) => name))
    const looks = [...svg.matchAll(/mark-line role-mark[^>]*><path [^>]*?stroke="([^"]*)"( [^>]*?stroke-dasharray="[^"]*")?/g)]
    expect(new Set(looks.map(([, stroke, dash]) => `${stroke}${dash}`)).size).toBe(12)
  })

  test("whose data lie beyond the end that an axis says are drawn, though nothing is seen", async () => {
    await drawn(lines({ x: { ...x, from: 100 }, y, series: [{ name: "a", points: curve(5, 1) }] }))
    await drawn(lines({ x: { ...x, to: -100 }, y, series: [{ name: "a", points: curve(5, 1) }] }))
  })
})

describe("points", () => {
  const plot = (more: readonly { readonly x: number; readonly y: number }[]) =>
    points({ x, y, groups: [{ name: "lstm", points: [...curve(4, 2), ...more] }, { name: "gp", points: curve(3, 1) }] })

  test("are drawn once each, in the order of the groups", async () => {
    const svg = await drawn(plot([]))
    expect(symbols(svg)).toBe(7)
    expect(texts(svg).filter((text) => text === "lstm" || text === "gp")).toEqual(["lstm", "gp"])
  })

  test("that are no numbers are left out", async () => {
    expect(await drawn(plot([{ x: Number.NaN, y: 1 }, { x: 1, y: Infinity }]))).toBe(await drawn(plot([])))
  })

  test("stand on axes of one extent where y = x is drawn", async () => {
    const svg = await drawn(points({ x, y, identity: true, groups: [{ name: "a", points: [{ x: 1, y: 10 }, { x: 2, y: 30 }] }] }))
    const numbers = texts(svg).filter((text) => /^\d+$/.test(text))
    expect(numbers.slice(0, numbers.length / 2)).toEqual(numbers.slice(numbers.length / 2))
    expect(texts(svg)).toContain("y = x")
  })
})

describe("intervals", () => {
  const bars = (svg: string) => [...svg.matchAll(/<line [^>]*stroke-width="2"/g)].length

  test("are bars, and dots alone where there are none", async () => {
    const svg = await drawn(intervals({ x, rows: [{ name: "a", value: 1, low: 0, high: 3 }, { name: "b", value: 2 }] }))
    expect([symbols(svg), bars(svg)]).toEqual([2, 1])
    expect(texts(svg)).toEqual(expect.arrayContaining(["a", "b"]))
  })

  test("leave the row of a value that is no number empty, and keep its name", async () => {
    const svg = await drawn(intervals({ x, rows: [{ name: "a", value: 1 }, { name: "diverged", value: Number.NaN }] }))
    expect(symbols(svg)).toBe(1)
    expect(texts(svg)).toContain("diverged")
  })
})

describe("the share of runs", () => {
  test("rises by one run's share where a run arrives, and stays where one never does", async () => {
    const svg = await drawn(distribution({ x: { ...x, to: 40 }, series: [{ name: "a", reached: [20, 10, null, 50] }] }))
    // The plot is 520 wide and 320 high: 25 % at a quarter of the width, 50 % at half of it, and no more.
    expect(paths(svg)).toEqual(["M0,320L130,320L130,240L260,240L260,160L520,160L520,160"])
  })

  test("counts runs that arrived before the axis begins", async () => {
    const svg = await drawn(distribution({ x: { ...x, from: 20, to: 40 }, series: [{ name: "a", reached: [20, 10, null, 30] }] }))
    expect(paths(svg)).toEqual(["M0,160L260,160L260,80L520,80L520,80"])
  })
})
