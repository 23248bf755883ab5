import { readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { localSettingsFile, readLocalSettings, writeLocalSettings } from "../../../src/effects/log/localSettings.ts"
import { failureOf, run, writeFile } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

it("local settings come back as they were written, and leave no draft behind", async () => {
  const folder = temporaryFolder()
  expect(await run(readLocalSettings(folder))).toEqual({})
  for (const settings of [{ table: "/data/t.csv" }, { data: "ü", command: "python train.py" }, { estimator: "/home/me/mine.ts" }]) {
    await run(writeLocalSettings(folder, settings))
    expect(await run(readLocalSettings(folder))).toEqual(settings)
  }
  expect(readdirSync(folder)).toEqual(["local.json"])
})

it.each([
  ["{\"table\":", "is not JSON"],
  ["[]", "expected"],
  ["{\"table\":5}", "table"],
  ["{\"tabel\":\"x\"}", "tabel"],
  ["{\"__proto__\":{\"table\":\"x\"}}", "__proto__"]
])("damaged local settings (%s) are one sentence", async (content, expected) => {
  const folder = temporaryFolder()
  writeFile(join(folder, "local.json"), content)
  const error = await failureOf(readLocalSettings(folder))
  expect(error.message).toContain(localSettingsFile(folder))
  expect(error.message).toContain(expected)
  expect(error.message).not.toContain("\n")
})

it("settings that cannot be written say why", async () => {
  const folder = join(temporaryFolder(), "nowhere")
  expect(await failureOf(writeLocalSettings(folder, {}))).toMatchObject({ _tag: "LogWriteFailed", code: "ENOENT" })
})
