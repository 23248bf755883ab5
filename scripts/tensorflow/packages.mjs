import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { networkFailure } from "./networkFailure.mjs"
import { bindingPackage, digestOf, pinsFolder } from "./pins.mjs"
import { programPath, run } from "./program.mjs"
import { SetupFailure } from "./SetupFailure.mjs"
import { forget, isDone, stampDone } from "./stamp.mjs"

/** How to start npm: the one that runs this, by this very Node, or the one on the PATH.
 * @param {{ npm_execpath?: string, PATH?: string }} environment
 * @returns {string[] | undefined}
 */
export const npmCommand = ({ npm_execpath: running, PATH: path }) => {
  const isNpm = running !== undefined && /^npm(-cli)?\.(c?js)$/.test(basename(running)) && existsSync(running)
  if (isNpm) return [process.execPath, running]
  const found = programPath("npm", path)
  return found === undefined ? undefined : [found]
}

/** The command that brings the packages of a lock file, and runs no program of theirs.
 * @param {readonly string[]} npm
 * @param {string} folder
 */
export const packagesCommand = (npm, folder) => [
  ...npm, "ci", "--prefix", folder, "--ignore-scripts", "--omit=dev", "--no-bin-links", "--no-audit", "--no-fund",
  "--no-update-notifier", "--loglevel=error"
]

/** What npm's output says about why it brought no packages, in one sentence with the way out.
 * @param {string} output
 */
export const packagesFailure = (output) => {
  if (/EINTEGRITY/.test(output)) {
    return "a package that npm downloaded is not the one that is pinned (its digest differs), so it was not used: see with "
      + "npm config get registry where it comes from"
  }
  const error = output.split("\n").find((line) => /^npm (error|ERR!) (?!code)/.test(line))
  return networkFailure("npm", "npm config get registry", output)
    ?? `npm could not bring the binding's packages: ${error?.replace(/^npm (error|ERR!) /, "") ?? output.trim()}`
}

/** The step that brings the npm package of the binding, its own packages and the headers of Node's C interface.
 * @param {"cpu" | "gpu"} variant
 * @param {{ folder: string, say: (line: string) => void, started: (pid: number) => void }} setup
 */
export const bringPackages = async (variant, { folder, say, started }) => {
  const pins = join(pinsFolder, variant)
  const names = readdirSync(pins)
  const digest = digestOf(names.toSorted().map((name) => readFileSync(join(pins, name))))
  if (isDone(folder, "packages", digest)) return
  forget(folder, "packages")
  const npm = npmCommand(process.env)
  if (npm === undefined) throw new SetupFailure("npm is not on the PATH: install it, or start this with npm run")
  const { name, version } = bindingPackage(variant)
  say(`${name} ${version}: bringing it and its packages with npm`)
  for (const file of names) copyFileSync(join(pins, file), join(folder, file))
  const { status, output } = await run(packagesCommand(npm, folder), { cwd: folder, started })
  if (status === null) throw new SetupFailure(`npm cannot be started (${output}): install it`)
  if (status !== 0) throw new SetupFailure(packagesFailure(output))
  const made = ["package-lock.json", join("node_modules", name, "package.json"),
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join("node_modules", name, "binding", file)),
    join("node_modules", "node-api-headers", "include", "node_api.h")]
  const files = made.map((path) => [path, readFileSync(join(folder, path)).length])
  stampDone(folder, "packages", { digest, files: Object.fromEntries(files) })
}
