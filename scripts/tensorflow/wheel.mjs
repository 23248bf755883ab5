import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { download } from "./download.mjs"
import { bytesBelow, hasSize, sizeText } from "./files.mjs"
import { networkFailure } from "./networkFailure.mjs"
import { run } from "./program.mjs"
import { SetupFailure } from "./SetupFailure.mjs"
import { forget, isDone, stampDone } from "./stamp.mjs"

const unpackProgram = fileURLToPath(new URL("unpack.py", import.meta.url))

const licences = "[^/]+\\.dist-info/(METADATA$|.*[Ll][Ii][Cc][Ee][Nn][CcSs][Ee])"

/**
 * What is taken out of a wheel, as regular expressions of Python. Of TensorFlow's: the two libraries, and the headers of
 * the C interface with all that these include. Of NVIDIA's: all but what only a compiler reads. The places are those of
 * Python's site-packages, since the library looks for NVIDIA's beside its own folder.
 * @param {string} name of the wheel
 */
export const wantedPatterns = (name) => {
  if (name.startsWith("nvidia-")) return [licences, "nvidia/(?!.*/include/)(?!.*\\.(a|py)$)"]
  if (name === "ziglang") return [licences, "ziglang/"]
  return [
    licences, "tensorflow/libtensorflow_(cc|framework)\\.so\\.2$", "tensorflow/(THIRD_PARTY_NOTICES\\.txt|include/LICENSE)$",
    "tensorflow/include/(tensorflow/c/|(tensorflow/core|tsl)/platform/ctstring|xla/tsl/c/)"
  ]
}

/** Says every now and then how far a download is, until it is told to end. */
const followDownload = (wheel, folder, say) => {
  const follow = setInterval(() => {
    const bytes = Math.min(wheel.bytes, bytesBelow(join(folder, "tmp")))
    if (bytes > 0) say(`  ${sizeText(bytes)} of ${sizeText(wheel.bytes)}`)
  }, 20_000)
  return () => clearInterval(follow)
}

/**
 * A wheel's part of the setup: downloads it, takes what is wanted out of it into `into`, and deletes it.
 * @param {import("./pins.mjs").Wheel} wheel
 * @param {{ python: () => Promise<string>, folder: string, into?: string, say: (line: string) => void,
 *   started: (pid: number) => void }} setup
 */
export const bringWheel = async (wheel, { python, folder, into = ".", say, started }) => {
  const step = `wheel-${wheel.name}`
  if (isDone(folder, step, wheel.sha256)) return
  forget(folder, step)
  const program = await python()
  const begun = performance.now()
  const isHere = hasSize(join(folder, "wheels", wheel.file), wheel.bytes)
  say(`${wheel.name} ${wheel.version}: ${isHere ? "downloaded before," : "downloading"} ${sizeText(wheel.bytes)}`)
  const stopFollowing = followDownload(wheel, folder, say)
  const path = await download(program, wheel, folder, started).finally(stopFollowing)
  const { status, stdout, output } = await run(
    [program, unpackProgram, path, join(folder, into), ...wantedPatterns(wheel.name)],
    { cwd: folder, started }
  )
  if (status !== 0) {
    throw new SetupFailure(networkFailure("pip", "pip config list", output)
      ?? `${wheel.file} could not be unpacked: ${output.trim().split("\n").at(-1)}`)
  }
  const files = Object.entries(JSON.parse(stdout)).map(([name, bytes]) => [join(into, name), bytes])
  stampDone(folder, step, { digest: wheel.sha256, files: Object.fromEntries(files) })
  rmSync(path)
  const unpacked = files.reduce((sum, [, bytes]) => sum + bytes, 0)
  say(`  unpacked ${sizeText(unpacked)} (${((performance.now() - begun) / 1000).toFixed(0)} s)`)
}
