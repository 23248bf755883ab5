// node verify.cjs PACKAGE-FOLDER EMPTY-FOLDER: loads the binding, runs an operation and makes a session with and without
// a valid configuration. It prints what it found as JSON, or ends with 1 and one line that says what is wrong.
const { mkdirSync, writeFileSync } = require("node:fs")
const { join } = require("node:path")
const util = require("node:util")

// Node 23 removed these two; the package still calls them.
util.isNullOrUndefined ??= (value) => value === null || value === undefined
util.isArray ??= Array.isArray

const [packageFolder, folder] = process.argv.slice(2)

const check = (holds, sentence) => {
  if (!holds) throw new Error(sentence)
}

/** A SavedModel of no operations: schema version 1, and one graph with the tag "serve". */
const emptyModel = Buffer.from("0801120b0a07220573657276651200", "hex")

const main = () => {
  const tf = require(packageFolder)
  const { binding } = tf.backend()
  const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync()
  check([...product].join() === "19,22,43,50", `a product of matrices is wrong: ${[...product].join()}`)

  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "saved_model.pb"), emptyModel)
  const session = (configuration) => {
    process.env.PVLL_TENSORFLOW_SESSION = configuration
    binding.deleteSavedModel(binding.loadSavedModel(folder, "serve"))
  }
  session("1001")
  let refusal = ""
  try {
    session("no hexadecimal")
  } catch (error) {
    refusal = error.message
  }
  check(refusal.includes("PVLL_TENSORFLOW_SESSION"), "the binding does not pass a session's configuration on")
  return { tensorflow: binding.TF_Version }
}

try {
  process.stdout.write(`${JSON.stringify(main())}\n`)
} catch (error) {
  process.stderr.write(`${String(error.message).trim().split("\n")[0]}\n`)
  process.exitCode = 1
}
