import { expect, test } from "vitest"
import { trainerChoice } from "../../../src/cli/options/trainerChoice.ts"

test("a table is the shipped one or a file, whose name may hold colons", () => {
  expect(trainerChoice("table")).toEqual({ type: "table", table: null })
  expect(trainerChoice("table:C:\\data\\losses.csv")).toEqual({ type: "table", table: "C:\\data\\losses.csv" })
})

test("trainers of later versions are known by name", () => {
  expect(trainerChoice("tensorflow"))
    .toBe("the tensorflow engine comes with a later version; this one measures with --trainer wasm, table or table:FILE")
  expect(trainerChoice("command:python train.py")).toMatch(/later version/)
})

test("others are refused", () => {
  expect(trainerChoice("tabel")).toBe("there is no trainer tabel; did you mean table?")
  expect(trainerChoice("table:")).toMatch(/names no file/)
  expect(trainerChoice("")).toMatch(/^there is no trainer/)
})

test("the embedded engine has no options behind its name", () => {
  expect(trainerChoice("wasm")).toEqual({ type: "wasm" })
  expect(trainerChoice("wasm:2")).toMatch(/takes nothing behind it/)
})
