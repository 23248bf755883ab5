import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { machineCompilers, pipCompiler } from "./compiler.mjs"
import { networkFailure } from "./networkFailure.mjs"
import { bindingPackage, pinsDigest, sessionOptionsSource } from "./pins.mjs"
import { run } from "./program.mjs"
import { SetupFailure } from "./SetupFailure.mjs"
import { forget, isDone, stampDone } from "./stamp.mjs"

/** The version of Node's C interface that the binding is built for; every Node since 12.22 has it. */
const napi = 8

/** Where the binding lies below the folder: the place in which the package looks for it.
 * @param {string} packageName
 */
export const bindingPath = (packageName) => join("node_modules", packageName, "lib", `napi-v${napi}`, "tfjs_binding.node")

/** The libraries that the binding is linked with, below the folder. */
export const libraries = ["cc", "framework"].map((part) => join("tensorflow", `libtensorflow_${part}.so.2`))

/**
 * The command that compiles the binding, with paths below the folder that it runs in: the package's own two sources as
 * they are, and ours. It finds the libraries by their place relative to it, so that the folder can be moved.
 * @param {readonly string[]} compiler
 * @param {string} packageName
 * @param {string} product
 */
export const compileCommand = (compiler, packageName, product) => [
  ...compiler, "-std=c++17", "-O2", "-fPIC", "-shared", `-DNAPI_VERSION=${napi}`,
  "-Itensorflow/include", "-Inode_modules/node-api-headers/include",
  ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join("node_modules", packageName, "binding", file)),
  sessionOptionsSource, ...libraries,
  "-Wl,--wrap=TF_NewSessionOptions", `-Wl,-rpath,$ORIGIN/${"../".repeat(5)}tensorflow`, "-o", product
]

const firstError = (output) => {
  const lines = output.split("\n").filter((line) => line.trim() !== "")
  return (lines.find((line) => /error|undefined|not found/i.test(line)) ?? lines.at(-1) ?? "no message").trim()
}

/** Compiles with one compiler. @returns {Promise<string | undefined>} what it said, where it failed */
const compileWith = async (compiler, packageName, { folder, started }) => {
  const product = bindingPath(packageName)
  mkdirSync(join(folder, product, ".."), { recursive: true })
  mkdirSync(join(folder, "tmp"), { recursive: true })
  const { status, output } = await run(compileCommand(compiler.command, packageName, `${product}.part`), {
    cwd: folder,
    env: { ...compiler.env, TMPDIR: join(folder, "tmp"), LC_ALL: "C" },
    started
  })
  if (status !== 0) {
    writeFileSync(join(folder, "compiler-output.txt"), output)
    const full = networkFailure("pip", "", output)
    if (full?.startsWith("the disk")) throw new SetupFailure(full)
    return firstError(output)
  }
  renameSync(join(folder, `${product}.part`), join(folder, product))
  return undefined
}

/** The step that compiles the binding.
 * @param {"cpu" | "gpu"} variant
 * @param {import("./pins.mjs").Wheel} compilerWheel what to bring where this machine has no compiler that can do it
 * @param {Parameters<typeof pipCompiler>[2]} setup
 */
export const buildBinding = async (variant, compilerWheel, setup) => {
  const { folder, say } = setup
  const { name } = bindingPackage(variant)
  const product = bindingPath(name)
  const digest = pinsDigest(variant)
  if (isDone(folder, "binding", digest)) return
  forget(folder, "binding")
  const begun = performance.now()
  const finish = (compiler) => {
    say(`  done (${((performance.now() - begun) / 1000).toFixed(0)} s)`)
    stampDone(folder, "binding", { digest, files: { [product]: statSync(join(folder, product)).size } })
    return compiler.name
  }
  const compilers = machineCompilers(process.env)
  for (const compiler of compilers) {
    say(`the binding between Node and TensorFlow: compiling it with ${compiler.name}`)
    const problem = await compileWith(compiler, name, setup)
    if (problem === undefined) return finish(compiler)
    if (process.env.CXX) {
      throw new SetupFailure(`${compiler.name}, which CXX names, could not compile the binding (${problem}): `
        + "name another, or unset CXX")
    }
    say(`  ${compiler.name} could not (${problem})`)
  }
  say(`${compilers.length === 0 ? "there is no C++ compiler on the PATH" : "no compiler of this machine could"}: `
    + "pip brings one for this once")
  const compiler = await pipCompiler(compilerWheel, process.arch, setup)
  say(`the binding between Node and TensorFlow: compiling it with ${compiler.name}, which takes about a minute`)
  const problem = await compileWith(compiler, name, setup)
  if (problem === undefined) return finish(compiler)
  const all = join(folder, "compiler-output.txt")
  throw new SetupFailure(`the binding could not be compiled (${problem}; all of it is in ${all}): `
    + "install g++ 9 or later (on Debian and Ubuntu: apt install g++) and run the same command again")
}
