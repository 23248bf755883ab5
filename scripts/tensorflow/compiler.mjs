import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { programPath } from "./program.mjs"
import { SetupFailure } from "./SetupFailure.mjs"
import { bringWheel } from "./wheel.mjs"

/** A C++ compiler: how to start it, and with which environment.
 * @typedef {{ command: string[], env: NodeJS.ProcessEnv, name: string }} Compiler
 */

/** The compilers of this machine in the order in which they are tried; the one in CXX alone, where it is set.
 * @param {{ CXX?: string, PATH?: string }} environment
 * @returns {Compiler[]}
 */
export const machineCompilers = (environment) => {
  const named = environment.CXX?.trim().split(/\s+/) ?? []
  const commands = named.length > 0 && named[0] !== "" ? [named] : ["c++", "g++", "clang++"].map((name) => [name])
  const found = commands.flatMap(([program, ...args]) => {
    const path = programPath(program, environment.PATH)
    return path === undefined ? [] : [{ command: [path, ...args], env: environment, name: [program, ...args].join(" ") }]
  })
  if (commands.length === 1 && found.length === 0) {
    throw new SetupFailure(`there is no compiler ${named[0]}, which CXX names: correct CXX, or unset it`)
  }
  return found
}

/** The glibc that the wheels of TensorFlow are for: what is compiled for it runs wherever they do. */
const glibc = "2.27"

/** The compiler that pip can bring, for machines that have none.
 * @param {import("./pins.mjs").Wheel} wheel
 * @param {"x64" | "arm64"} arch
 * @param {Parameters<typeof bringWheel>[1]} setup
 * @returns {Promise<Compiler>}
 */
export const pipCompiler = async (wheel, arch, setup) => {
  const into = "compiler"
  const { folder, python } = setup
  await bringWheel(wheel, { ...setup, into })
  const cache = join(folder, "tmp", "compiler-cache")
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const target = `${arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu.${glibc}`
  return {
    command: [await python(), "-m", "ziglang", "c++", "-target", target],
    env: {
      ...process.env, PYTHONPATH: join(folder, into), ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache
    },
    name: `${wheel.name} ${wheel.version}`
  }
}
