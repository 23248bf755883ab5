import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

const checkout = fileURLToPath(new URL("../../", import.meta.url))

const pathOf = (name: string) =>
  (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path))

/** Python with pip, which the real runs need; undefined where there is none. */
export const python = ((): string | undefined => {
  const found = process.platform === "linux" ? pathOf("python3") : undefined
  if (found === undefined) return undefined
  // What is on the PATH may be a shell script that starts another one.
  const { status, stdout } = spawnSync(found, ["-c", "import pip, sys; print(sys.executable)"], { encoding: "utf8" })
  return status === 0 ? stdout.trim() : undefined
})()

/** A wheel of TensorFlow as the setup sees it, with a few bytes for a library. */
const wheelProgram = `
import sys, zipfile
path, name, version = sys.argv[1:]
with zipfile.ZipFile(path, "w") as wheel:
    info = f"{name}-{version}.dist-info"
    wheel.writestr("tensorflow/libtensorflow_cc.so.2", "cc")
    wheel.writestr("tensorflow/libtensorflow_framework.so.2", "framework")
    wheel.writestr("tensorflow/python/unwanted.py", "")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\n")
    wheel.writestr(f"{info}/RECORD", "")
`

/** What a run of the setup gave. */
export interface SetupRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * A copy of the setup in a folder of its own, with a small wheel for this platform pinned, which pip finds in `wheels`
 * and nowhere else. Programs that a test puts in `bin` come before all others.
 */
export const setupFolder = () => {
  const root = mkdtempSync(join(tmpdir(), "pvll-tensorflow-"))
  const at = (...path: readonly string[]) => join(root, ...path)
  cpSync(join(checkout, "scripts", "tensorflow"), at("scripts", "tensorflow"), { recursive: true })
  symlinkSync(join(checkout, "node_modules"), at("node_modules"))
  for (const folder of ["wheels", "bin", "empty"]) mkdirSync(at(folder))
  const file = `tensorflow_cpu-9.9.9-cp311-cp311-manylinux_2_27_${process.arch === "arm64" ? "aarch64" : "x86_64"}.whl`
  spawnSync(python!, ["-c", wheelProgram, at("wheels", file), "tensorflow_cpu", "9.9.9"])
  const pinned = {
    name: "tensorflow-cpu", version: "9.9.9", file,
    sha256: createHash("sha256").update(readFileSync(at("wheels", file))).digest("hex"),
    bytes: statSync(at("wheels", file)).size, unpackedBytes: 100
  }
  const pin = (wheel: Partial<typeof pinned>) => {
    const path = at("scripts", "tensorflow", "pins", "wheels.json")
    const pins = JSON.parse(readFileSync(path, "utf8"))
    pins.wheels.cpu[`linux-${process.arch}`] = [{ ...pinned, ...wheel }]
    writeFileSync(path, JSON.stringify(pins))
  }
  pin({})
  const program = (name: string, text: string) => {
    writeFileSync(at("bin", name), `#!/bin/sh\n${text}\n`)
    chmodSync(at("bin", name), 0o755)
  }
  const environment = {
    PATH: `${at("bin")}${delimiter}${process.env["PATH"]}`, HOME: at("empty"),
    PIP_CONFIG_FILE: "/dev/null", PIP_NO_INDEX: "1", PIP_FIND_LINKS: at("wheels")
  }
  const start = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [at("scripts", "tensorflow", "main.mjs"), ...args], { cwd: root, env: { ...environment, ...env } })
  const run = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): SetupRun =>
    spawnSync(process.execPath, [at("scripts", "tensorflow", "main.mjs"), ...args], {
      cwd: root, env: { ...environment, ...env }, encoding: "utf8"
    })
  return { root, at, file, pin, program, start, run }
}
