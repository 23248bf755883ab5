// npm run setup:tensorflow: brings TensorFlow and its binding; see commandLine.mjs.
import { existsSync, mkdirSync, rmSync } from "node:fs"
import { constants } from "node:os"
import { dirname, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { commandOf, help } from "./commandLine.mjs"
import { networkFailure } from "./networkFailure.mjs"
import { wheelPins } from "./pins.mjs"
import { platformFor, thisMachine } from "./platform.mjs"
import { stopOnSignals } from "./program.mjs"
import { setupState, variantFolder } from "./ready.mjs"
import { SetupFailure, SetupStopped } from "./SetupFailure.mjs"

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const say = (line) => process.stdout.write(`${line}\n`)

const report = (sentence) => process.stderr.write(`setup:tensorflow: ${sentence}\n`)

/** Runs under the lock of a variant's folder. */
const locked = async (folder, work) => {
  mkdirSync(dirname(folder), { recursive: true })
  const { lockSetup } = await import("./lock.mjs").catch((error) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error
    throw new SetupFailure("the packages of pvll are not installed: run npm ci first")
  })
  const lock = lockSetup(`${folder}.lock`, `${folder}.new`)
  try {
    return await work(lock.started)
  } finally {
    lock.release()
  }
}

const remove = async (folder) => {
  const isThere = [folder, `${folder}.new`].some((path) => existsSync(path))
  if (isThere) {
    await locked(folder, async () => {
      for (const path of [folder, `${folder}.new`]) rmSync(path, { recursive: true, force: true })
    })
  }
  say(isThere ? `${relative(root, folder)} is deleted` : `${relative(root, folder)} is not there: nothing to delete`)
}

const setUpVariant = async (variant, python) => {
  const folder = variantFolder(root, variant)
  const found = setupState(root, variant)
  if (found.state === "ready") {
    say(`TensorFlow ${found.ready.tensorflow} is ready in ${relative(root, folder)}`)
    return
  }
  const platform = platformFor(variant, thisMachine(), wheelPins().wheels)
  if ("refusal" in platform) throw new SetupFailure(platform.refusal)
  if (found.state === "stale") say("what is set up here is of other versions: bringing those that are pinned now")
  if (found.state === "damaged") say(`${found.file} is missing or has another size: bringing it again`)
  const { setUp } = await import("./steps.mjs")
  await locked(folder, (started) => setUp(root, variant, platform.platform, { python, say, started }))
  say(`TensorFlow ${wheelPins().tensorflow} is ready in ${relative(root, folder)}`)
}

/** What the file system refused, in one sentence, or undefined for any other error. */
const fileFailure = (error) => {
  if (["EACCES", "EPERM", "EROFS"].includes(error.code)) {
    return `${error.path ?? "a folder"} cannot be written to (${error.code}): `
      + "correct its permissions and run the same command again"
  }
  return ["ENOSPC", "EDQUOT"].includes(error.code) ? networkFailure("npm", "", error.code) : undefined
}

/** @returns {Promise<number>} the exit status */
const main = async (args) => {
  try {
    const { action, variant, python } = commandOf(args, process.env)
    stopOnSignals()
    if (action === "help") process.stdout.write(help)
    else if (action === "remove") await remove(variantFolder(root, variant))
    else await setUpVariant(variant, python)
    return 0
  } catch (error) {
    if (error instanceof SetupStopped) {
      report("stopped; the same command goes on from here")
      return 128 + constants.signals[error.signal]
    }
    const sentence = error instanceof SetupFailure ? error.message : fileFailure(error)
    if (sentence !== undefined) {
      report(sentence)
      return 2
    }
    report(`it failed in a way that it should not: ${error.stack}`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
