import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { sha256Of } from "./files.mjs"
import { networkFailure } from "./networkFailure.mjs"
import { run } from "./program.mjs"
import { SetupFailure } from "./SetupFailure.mjs"

/** The Python that the wheels are for. They are only unpacked, so the one that runs pip may be any other. */
const pythonOfWheels = "3.11"

/** A pip requirement with the one hash that it may have.
 * @param {import("./pins.mjs").Wheel} wheel
 */
export const requirementText = ({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`

/** The command that downloads one wheel, from wherever this machine's pip is set up to look.
 * @param {string} python
 * @param {import("./pins.mjs").Wheel} wheel
 * @param {{ requirements: string, folder: string }} paths
 */
export const downloadCommand = (python, { file }, { requirements, folder }) => {
  const [abi, platforms] = file.replace(/\.whl$/, "").split("-").slice(-2)
  return [
    python, "-m", "pip", "download", "--require-hashes", "--no-deps", "--only-binary=:all:", "--no-cache-dir",
    "--disable-pip-version-check", "--progress-bar", "off", "--implementation", "cp",
    "--python-version", pythonOfWheels, "--abi", abi, "--platform", platforms.split(".")[0],
    "--dest", folder, "--requirement", requirements
  ]
}

/** What pip's output says about why it gave no wheel, in one sentence with the way out.
 * @param {string} output
 * @param {import("./pins.mjs").Wheel} wheel
 */
export const downloadFailure = (output, { name, version, file }) => {
  if (/DO NOT MATCH THE HASHES/i.test(output)) {
    return `the ${file} that pip found is not the one that is pinned (its SHA-256 differs), so it was not used: see with `
      + "pip config list which registry or folder it comes from"
  }
  const known = networkFailure("pip", "pip config list", output)
  if (known !== undefined) return known
  if (/No matching distribution|Could not find a version/i.test(output)) {
    return `pip found no ${name} ${version} (${file}): see with pip config list where it looks, and name a registry that `
      + "has it, such as the public one"
  }
  if (/no such option/i.test(output)) {
    return "this pip is too old: bring a later one with python3 -m pip install --upgrade pip"
  }
  const errors = output.split("\n").filter((line) => /^error/i.test(line.trim()))
  return `pip could not download ${name} ${version}: ${errors.at(-1)?.trim() ?? output.trim().split("\n").at(-1)}`
}

/**
 * Brings a wheel into `folder`/wheels, unless it lies there already, whole.
 * @param {string} python
 * @param {import("./pins.mjs").Wheel} wheel
 * @param {string} folder
 * @param {(pid: number) => void} started
 * @returns {Promise<string>} the wheel's path
 */
export const download = async (python, wheel, folder, started) => {
  const wheels = join(folder, "wheels")
  const temporary = join(folder, "tmp")
  const requirements = join(temporary, "requirements.txt")
  const path = join(wheels, wheel.file)
  if ((await sha256Of(path)) === wheel.sha256) return path
  rmSync(path, { force: true })
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(wheels, { recursive: true })
  mkdirSync(temporary, { recursive: true })
  writeFileSync(requirements, requirementText(wheel))
  // What pip is still writing stays below the same folder, on the disk whose free space was checked.
  const { status, output } = await run(downloadCommand(python, wheel, { requirements, folder: wheels }), {
    cwd: temporary,
    env: { ...process.env, TMPDIR: temporary },
    started
  })
  if (status !== 0) throw new SetupFailure(downloadFailure(output, wheel))
  if ((await sha256Of(path)) !== wheel.sha256) {
    throw new SetupFailure(`pip ended without ${wheel.file}: run the same command again`)
  }
  return path
}
