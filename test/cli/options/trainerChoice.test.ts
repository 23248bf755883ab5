import { expect, test } from "vitest"
import { trainerChoice, trainerForms } from "../../../src/cli/options/trainerChoice.ts"

test("a table is the shipped one or a file, whose name may hold colons", () => {
  expect(trainerChoice("table")).toEqual({ type: "table", table: null })
  expect(trainerChoice("table:C:\\data\\losses.csv")).toEqual({ type: "table", table: "C:\\data\\losses.csv" })
})

test("trainers of later versions are known by name", () => {
  expect(trainerChoice("command:python train.py"))
    .toBe("measuring by a program of your own comes with a later version; this one measures with --trainer wasm, tensorflow, table or table:FILE")
})

test("others are refused", () => {
  expect(trainerChoice("tabel")).toBe("there is no trainer tabel; did you mean table?")
  expect(trainerChoice("table:")).toMatch(/names no file/)
  expect(trainerChoice("tensorfow")).toBe("there is no trainer tensorfow; did you mean tensorflow?")
  expect(trainerChoice("")).toMatch(/^there is no trainer/)
})

test.each(["wasm", "tensorflow"])("the engine %s has no options behind its name", (name) => {
  expect(trainerChoice(name)).toEqual({ type: name })
  expect(trainerChoice(`${name}:gpu:0`)).toMatch(/takes nothing behind it/)
})

test("the help names all of them", () => {
  expect(trainerForms).toBe("wasm|tensorflow|table[:FILE]")
})
