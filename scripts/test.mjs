// Runs every test and ends with the counts alone on a line. Exits with 1 when a test failed or none ran.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const vitest = fileURLToPath(import.meta.resolve("vitest/package.json").replace(/package\.json$/, "vitest.mjs"))
const folder = mkdtempSync(join(tmpdir(), "pvll-test-"))
const report = join(folder, "report.json")

try {
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)],
    { stdio: "inherit" }
  )
  const { numPassedTests: passed, numFailedTests: failed, numTotalTests: total } = JSON.parse(readFileSync(report, "utf8"))
  const skipped = total - passed - failed
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
  process.exitCode = status !== 0 || failed > 0 || passed === 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
