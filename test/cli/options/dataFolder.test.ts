import { expect, test } from "vitest"
import { dataFolder } from "../../../src/cli/options/dataFolder.ts"

test("data that were moved are named as a folder, or as a search names them", () => {
  expect(dataFolder("/data/cifar")).toBe("/data/cifar")
  expect(dataFolder("cifar10:/data/cifar")).toBe("/data/cifar")
  expect(dataFolder("mnist")).toBe("mnist")
  expect(dataFolder("C:\\data")).toBe("C:\\data")
})
