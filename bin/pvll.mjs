#!/usr/bin/env node
// Starts pvll on a Node that can run it: the running one, or the one that an optional platform package brought.
// Old Nodes must be able to parse this file, so it keeps to the JavaScript of Node 12.
import { spawn } from "child_process"
import { existsSync } from "fs"
import module from "module"
import { dirname, join } from "path"
import { fileURLToPath } from "url"

const here = fileURLToPath(import.meta.url)
const compiled = new URL("../dist/cli/main.js", import.meta.url)
const signals = ["SIGINT", "SIGTERM", "SIGHUP"]

const giveUp = (sentence) => {
  process.stderr.write("pvll: " + sentence + "\n")
  process.exit(2)
}

const isCurrent = () => {
  const version = process.versions.node.split(".").map(Number)
  return version[0] > 22 || (version[0] === 22 && version[1] >= 19)
}

/** The file of the platform package's Node, or null where there is none. */
const platformNode = () => {
  const system = { linux: "linux", darwin: "darwin", win32: "win" }[process.platform]
  const program = process.platform === "win32" ? "node.exe" : "node"
  const require = module.createRequire(here)
  const names = ["node-" + system + "-" + process.arch, "node-bin-" + system + "-" + process.arch]
  const found = names.map((name) => {
    try {
      return join(dirname(require.resolve(name + "/package.json")), "bin", program)
    } catch {
      return ""
    }
  })
  return found.find(existsSync) || null
}

/** The child decides what a signal means; this process waits for it and ends as it ended. */
const runWith = (node) => {
  const environment = Object.assign({}, process.env, { PVLL_LAUNCHED: "1" })
  const child = spawn(node, process.execArgv.concat([here], process.argv.slice(2)), { stdio: "inherit", env: environment })
  const forward = (signal) => child.kill(signal)
  signals.forEach((signal) => process.on(signal, forward))
  child.on("error", (error) => giveUp("cannot start " + node + " (" + error.message + "); install Node 22.19 or later"))
  child.on("exit", (status, signal) => {
    signals.forEach((name) => process.removeListener(name, forward))
    if (signal === null) process.exit(status)
    else process.kill(process.pid, signal)
  })
}

const runHere = () => {
  if (!existsSync(compiled)) giveUp("dist/ is missing, so nothing is built yet; run `npm ci` or `npm run build`")
  // Compiled code is kept beside the packages: a start takes a fifth less time.
  if (module.enableCompileCache) module.enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)))
  import(compiled.href).then(
    (program) => program.main(process.argv.slice(2)),
    (error) => giveUp("cannot load the program (" + String(error.message).split("\n")[0] + "); run `npm ci` again")
  )
}

if (isCurrent()) {
  runHere()
} else {
  const node = process.env.PVLL_LAUNCHED ? null : platformNode()
  if (node === null) giveUp("Node " + process.versions.node + " is too old; install Node 22.19 or later")
  else runWith(node)
}
