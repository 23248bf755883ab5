import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"

/** A folder of one test, gone with it. */
export const ownFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "pvll-own-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
