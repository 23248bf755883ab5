import { describe, expect, test } from "vitest"
import { duration, grouped, measure, percent, significant } from "../../../src/cli/output/numbers.ts"
import { sparkline } from "../../../src/cli/output/sparkline.ts"
import { table } from "../../../src/cli/output/table.ts"
import { visible } from "../../../src/cli/output/visible.ts"

describe("text from elsewhere", () => {
  test("cannot steer the terminal", () => {
    expect(visible("a\u001b[2Jb\u0007\n\t\u009b\u007f")).toBe("a\\x1b[2Jb\\x07\\n\\t\\x9b\\x7f")
    expect(visible("loss\u202e0.1\u2066")).toBe("loss\\u{202e}0.1\\u{2066}")
    expect(visible("\ud800x")).toBe("\\u{d800}x")
  })

  test("stays as it is where it is harmless", () => {
    expect(visible("|nor_conv_3x3~0| größe 模型 😀")).toBe("|nor_conv_3x3~0| größe 模型 😀")
  })
})

describe("numbers", () => {
  test("are the same in every locale", () => {
    expect(significant(0.08412345, 4)).toBe("0.08412")
    expect(significant(1234.5, 3)).toBe("1235")
    expect(significant(1e-7, 3)).toBe("1.00e-7")
    expect(grouped(15625)).toBe("15,625")
    expect(grouped(19342813113834066795298816n)).toBe("19,342,813,113,834,066,795,298,816")
    expect(percent(0.9437)).toBe("94.37 %")
    expect(measure(null)).toBe("diverged")
  })

  test("times read as a person says them", () => {
    expect([0.25, 3.14, 59.97, 61, 3700].map(duration)).toEqual(["250 ms", "3.1 s", "1 min 0 s", "1 min 1 s", "1 h 1 min"])
  })
})

test("a table is aligned, numbers to the right", () => {
  expect(table([{ title: "name" }, { title: "loss", align: "right" }], [["lstm", "0.1"], ["ridge-long", "12.5"]])).toEqual([
    "name        loss",
    "lstm         0.1",
    "ridge-long  12.5"
  ])
})

test("a trajectory is drawn with low blocks for low losses and gaps for diverged steps", () => {
  expect(sparkline([0, 1, null, 0.5])).toBe("▁█ ▅")
  expect(sparkline([3, 3])).toBe("▁▁")
  expect(sparkline([])).toBe("")
  expect(sparkline(Array.from({ length: 1000 }, (_, i) => i), 10)).toBe("▁▁▂▃▄▅▆▇██".slice(0, 10))
})
