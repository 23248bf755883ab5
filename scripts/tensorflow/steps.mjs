import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bindingPath, buildBinding, libraries } from "./binding.mjs"
import { sha256Of, sizeText, writeJson } from "./files.mjs"
import { bringPackages } from "./packages.mjs"
import { bindingPackage, pinsDigest, wheelPins } from "./pins.mjs"
import { goOnUnlessStopped, run } from "./program.mjs"
import { pythonWithPip } from "./python.mjs"
import { variantFolder } from "./ready.mjs"
import { SetupFailure } from "./SetupFailure.mjs"
import { isDone } from "./stamp.mjs"
import { bringWheel } from "./wheel.mjs"

const verifyProgram = fileURLToPath(new URL("verify.cjs", import.meta.url))

/** What the npm packages, and the wheel that is being unpacked, take beside the files of the wheels; measured. */
const packagesBytes = 180e6

/** What is still to come, in bytes: the downloads of pip, and the most that the disk holds on the way.
 * @param {readonly import("./pins.mjs").Wheel[]} wheels those that are still missing
 */
export const need = (wheels) => ({
  download: wheels.reduce((sum, { bytes }) => sum + bytes, 0),
  disk: wheels.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, packagesBytes)
    + Math.max(0, ...wheels.map(({ bytes }) => bytes))
})

/** One sentence where the disk has too little room, or undefined.
 * @param {number} disk bytes needed
 * @param {number} free bytes
 */
export const roomFailure = (disk, free) =>
  free >= disk ? undefined : `this needs ${sizeText(disk)} of free disk space here and there are ${sizeText(free)}: `
    + "free some and run the same command again"

/** Loads the finished binding in a Node of its own, as the engine does. @returns {Promise<string>} TensorFlow's version */
const verify = async (packageName, { folder, say, started }) => {
  say("loading it: one operation, two sessions")
  const { status, stdout, output } = await run(
    [process.execPath, verifyProgram, join(folder, "node_modules", packageName), join(folder, "tmp", "model")],
    {
      cwd: folder,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", TF_FORCE_GPU_ALLOW_GROWTH: "true", NODE_OPTIONS: "" },
      started
    }
  )
  if (status !== 0) {
    throw new SetupFailure(`the binding is built but does not run (${output.trim().split("\n").at(-1)}): `
      + "run the same command again, with another compiler in CXX where it says the same")
  }
  return JSON.parse(stdout.trim().split("\n").at(-1)).tensorflow
}

const writeReady = async (variant, platform, tensorflow, folder) => {
  const { name, version } = bindingPackage(variant)
  const binding = bindingPath(name)
  const hashed = await Promise.all([binding, ...libraries].map(async (path) => [
    path, { bytes: statSync(join(folder, path)).size, sha256: await sha256Of(join(folder, path)) }
  ]))
  const wheelStamps = readdirSync(join(folder, "steps")).filter((file) => file.startsWith("wheel-nvidia-"))
  const sized = wheelStamps
    .flatMap((file) => Object.entries(JSON.parse(readFileSync(join(folder, "steps", file), "utf8")).files))
    .filter(([path]) => /\.so(\.\d+)*$/.test(path))
    .map(([path, bytes]) => [path, { bytes }])
  writeJson(join(folder, "ready.json"), {
    tensorflow, variant, platform, pins: pinsDigest(variant), package: name, packageVersion: version, binding,
    files: Object.fromEntries([...hashed, ...sized])
  })
}

/** What an earlier run left to go on from: its unfinished folder, or a finished one of other versions. */
const openWorkFolder = (folder, finished) => {
  if (!existsSync(folder) && existsSync(finished)) renameSync(finished, folder)
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, "ready.json"), { force: true })
}

/**
 * Brings a variant of TensorFlow into its folder, from where an earlier run was stopped. All is done in a folder beside
 * it, which takes its place at the end.
 * @param {string} root
 * @param {"cpu" | "gpu"} variant
 * @param {string} platform
 * @param {{ python?: string, say: (line: string) => void, started: (pid: number) => void }} options
 */
export const setUp = async (root, variant, platform, { python: named, say, started }) => {
  const pins = wheelPins()
  const finished = variantFolder(root, variant)
  const folder = `${finished}.new`
  openWorkFolder(folder, finished)
  const wheels = pins.wheels[variant][platform]
  const missing = wheels.filter(({ name, sha256 }) => !isDone(folder, `wheel-${name}`, sha256))
  const { download, disk } = need(missing)
  say(`TensorFlow ${pins.tensorflow} for ${variant === "gpu" ? "NVIDIA GPUs" : "the CPU"}: `
    + (missing.length === 0 ? "the library is here" : `${sizeText(download)} to download, ${sizeText(disk)} of disk space`))
  const { bavail, bsize } = statfsSync(folder)
  const full = roomFailure(disk, bavail * bsize)
  if (full !== undefined) throw new SetupFailure(full)

  let found
  const python = () => (found ??= pythonWithPip(named, folder))
  const setup = { folder, python, say, started }
  for (const wheel of wheels) await bringWheel(wheel, setup)
  await bringPackages(variant, setup)
  const { name } = bindingPackage(variant)
  await buildBinding(variant, pins.compiler[platform], setup)
  const version = await verify(name, setup)
  if (version !== pins.tensorflow) {
    throw new SetupFailure(`the library says that it is TensorFlow ${version}, but ${pins.tensorflow} is pinned: `
      + "run with --remove, then again")
  }
  for (const left of ["wheels", "tmp", "compiler", "steps/wheel-ziglang.json", "compiler-output.txt"]) {
    rmSync(join(folder, left), { recursive: true, force: true })
  }
  await writeReady(variant, platform, version, folder)
  goOnUnlessStopped()
  rmSync(finished, { recursive: true, force: true })
  renameSync(folder, finished)
}
