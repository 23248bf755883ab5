import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { eventsOf, factsOf } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { smallOnImages } from "./smallImageSearch.ts"
import { json, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("own-images")

/** Records of CIFAR-10: a label, then 3072 bytes that depend on it. */
const records = (count: number, salt: number): Uint8Array =>
  Uint8Array.from({ length: count * 3073 }, (_, i) => {
    const label = Math.floor(i / 3073) % 10
    return i % 3073 === 0 ? label : (i % 3073 * (label + 1) * 31 + salt + i) % 256
  })

const writeImages = (name: string, salt: number): string => {
  const place = join(folder, name)
  mkdirSync(place)
  writeFileSync(join(place, "train.bin"), records(60, salt))
  writeFileSync(join(place, "test.bin"), records(20, salt))
  return place
}

const tiny = [
  "--warmup", "2", "--steps", "3", "--channels", "4", "--layers", "1", "--batch", "8", "--images-per-training", "30",
  "--set", "estimator.warmUpPasses=6", "--set", "estimator.passes=3"
]

test("images of one's own are found again, also after they were moved; other images are refused", () => {
  const place = writeImages("cifar", 1)
  const { log } = json(["search", ...tiny, "--data", `cifar10:${place}`, "--out", folder, "--name", "own", "--quiet"])
  const { data, configuration } = eventsOf(log)[0]!.data
  expect(data.name).toBe("cifar10")
  expect(configuration.training.augmentation).toBe("crop-and-flip")
  expect(JSON.stringify(eventsOf(log))).not.toContain(folder)

  const again = json(["resume", log, "--at", "2", "--name", "again", "--quiet"]).log
  expect(factsOf(again)).toBe(factsOf(log))

  const moved = join(folder, "elsewhere")
  renameSync(place, moved)
  expect(refused(["resume", log, "--at", "3", "--name", "lost"])).toMatch(/cifar/)
  const found = json(["resume", log, "--at", "3", "--name", "found", "--data", moved, "--quiet"]).log
  expect(factsOf(found)).toBe(factsOf(log))
  expect(json(["resume", found, "--at", "4", "--name", "remembered", "--quiet"]).reason).toBe("finished")

  const others = writeImages("others", 2)
  expect(refused(["resume", log, "--at", "3", "--name", "others", "--data", `cifar10:${others}`]))
    .toMatch(/others holds other images than this log was made with \(cifar10\)/)
})

test("a damaged file is named with the byte at which it is damaged", () => {
  const place = writeImages("damaged", 3)
  writeFileSync(join(place, "train.bin"), records(60, 3).subarray(0, 60 * 3073 - 5))
  expect(refused(["search", ...tiny, "--data", `cifar10:${place}`, "--out", folder, "--name", "damaged"]))
    .toMatch(/train\.bin.*byte/)
  expect(pvll(["ls", folder]).stdout).not.toMatch(/damaged/)
})

test("a network is trained in any space that is data", () => {
  const space = {
    name: "mine", operations: ["none", "skip_connect", "nor_conv_3x3"], derivation: "every-edge",
    cells: [{ name: "cell", inputs: 1, nodes: 2, edges: [
      { from: 0, to: 1 }, { from: 0, to: 2, operations: ["skip_connect"] }, { from: 1, to: 2 }
    ] }]
  }
  const file = join(folder, "space.json")
  writeFileSync(file, JSON.stringify(space))
  const found = json(["search", ...smallOnImages, "--space", file, "--out", folder, "--name", "mine", "--quiet"])
  expect(found).toMatchObject({ steps: 7, diverged: 0, failed: 0 })

  const unknown = join(folder, "unknown.json")
  writeFileSync(unknown, JSON.stringify({ ...space, operations: ["none", "skip_connect", "nor_conv_3x3", "attention"] }))
  expect(refused(["search", ...smallOnImages, "--space", unknown, "--out", folder, "--name", "unknown"])).toMatch(/attention/)
})
