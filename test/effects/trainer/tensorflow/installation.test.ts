import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { pinsDigest } from "../../../../scripts/tensorflow/pins.mjs"
import { installation, isSetUp, setupCommand } from "../../../../src/effects/trainer/tensorflow/installation.ts"

const root = mkdtempSync(join(tmpdir(), "pvll-installation-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root)
})

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const command = `npm --prefix ${root} run setup:tensorflow`

const setUp = (variant: "cpu" | "gpu", change: object = {}) => {
  const library = "tensorflow/libtensorflow_cc.so.2"
  write(`.tensorflow/${variant}/${library}`, "library")
  write(`.tensorflow/${variant}/ready.json`, JSON.stringify({
    tensorflow: "2.21.0", variant, platform: `${process.platform}-${process.arch}`, pins: pinsDigest(variant),
    package: variant === "gpu" ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node", packageVersion: "4.22.0",
    binding: "x", files: { [library]: { bytes: 7 } }, ...change
  }))
  return join(root, ".tensorflow", variant, library)
}

describe("what the setup brought", () => {
  test("is found, each variant in its folder", () => {
    setUp("cpu")
    setUp("gpu")
    const folder = join(root, ".tensorflow", "gpu")
    expect(installation("cpu", root)).toMatchObject({ variant: "cpu", source: "setup", tensorflow: "2.21.0" })
    expect(installation("gpu", root)).toEqual({
      variant: "gpu", source: "setup", folder, tensorflow: "2.21.0", packageName: "@tensorflow/tfjs-node-gpu",
      packageFolder: join(folder, "node_modules", "@tensorflow/tfjs-node-gpu")
    })
  })

  test("is not used when it is of other versions, or of another platform", () => {
    const again = `TensorFlow was set up here for other versions than this pvll is made for: run ${command} again`
    setUp("cpu", { pins: "0".repeat(64) })
    expect(installation("cpu", root)).toBe(again)
    setUp("cpu", { platform: "linux-other" })
    expect(installation("cpu", root)).toBe(again)
  })

  test("is not used when a file has lost a part, or is missing", () => {
    const library = setUp("cpu")
    truncateSync(library, 3)
    expect(installation("cpu", root)).toMatch(/libtensorflow_cc\.so\.2 is missing or has another size: run npm .* again$/)
    rmSync(library)
    expect(installation("cpu", root)).toMatch(/is missing or has another size/)
    expect([isSetUp("cpu", root), isSetUp("gpu", root)]).toEqual([true, false])
  })

  test("is not there while it is unfinished: the sentence names the command", () => {
    write(".tensorflow/cpu/tensorflow/libtensorflow_cc.so.2", "library")
    expect(installation("cpu", root)).toBe(`TensorFlow is not set up here: run ${command}`)
    expect(installation("gpu", root)).toBe(`TensorFlow for GPUs is not set up here: run ${command} -- --gpu`)
  })
})

describe("an installed peer", () => {
  const folder = "node_modules/@tensorflow/tfjs-node"
  const install = () => {
    write(`${folder}/package.json`, JSON.stringify({ name: "@tensorflow/tfjs-node", version: "4.22.0" }))
    write(`${folder}/lib/napi-v8/tfjs_binding.node`, "binding")
    write(`${folder}/deps/lib/libtensorflow.so.2.9.1`, "library")
  }

  test("is used where nothing is set up, with the version of its own library", () => {
    install()
    expect(installation("cpu", root)).toEqual({
      variant: "cpu", source: "peer", folder: join(root, folder), packageFolder: join(root, folder),
      packageName: "@tensorflow/tfjs-node", tensorflow: "2.9.1"
    })
    expect(installation("gpu", root)).toMatch(/is not set up here/)
    setUp("cpu")
    expect(installation("cpu", root)).toMatchObject({ source: "setup" })
  })

  test("is not used when its install brought no binding", () => {
    install()
    rmSync(join(root, folder, "lib"), { recursive: true })
    expect(installation("cpu", root)).toBe(`TensorFlow is not set up here: run ${command}`)
  })
})

test("the command is short inside of this package, and names it elsewhere", () => {
  expect(setupCommand("cpu", "/a/pvll/", "/a/pvll/logs")).toBe("npm run setup:tensorflow")
  expect(setupCommand("gpu", "/a/pvll/", "/a/pvll")).toBe("npm run setup:tensorflow -- --gpu")
  expect(setupCommand("cpu", "/a/node_modules/pvll/", "/a")).toBe("npm --prefix /a/node_modules/pvll run setup:tensorflow")
})

test("the command is one that a shell reads rightly where the package's folder has blanks or quotes in its name", () => {
  expect(setupCommand("cpu", "/a b/it's/pvll/", "/")).toBe(`npm --prefix '/a b/it'\\''s/pvll' run setup:tensorflow`)
})
