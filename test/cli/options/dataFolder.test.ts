import { expect, test } from "vitest"
import { dataFolder } from "../../../src/cli/options/dataFolder.ts"

test("data that were moved are named as a folder, or as a search names them", () => {
  expect(dataFolder("/data/cifar")).toEqual({ kind: null, folder: "/data/cifar" })
  expect(dataFolder("cifar10:/data/cifar")).toEqual({ kind: "cifar10", folder: "/data/cifar" })
  expect(dataFolder("mnist")).toEqual({ kind: null, folder: "mnist" })
  expect(dataFolder("C:\\data")).toEqual({ kind: null, folder: "C:\\data" })
})
