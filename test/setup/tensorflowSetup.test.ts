import type { ChildProcess } from "node:child_process"
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { python, setupFolder, type SetupRun } from "./setupFolder.ts"

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
const fresh = () => {
  const folder = setupFolder()
  folders.push(folder.root)
  return folder
}

/** The sentence of a run that was refused. */
const refusalOf = ({ status, stderr }: SetupRun): string => {
  expect(status, stderr).toBe(2)
  expect(stderr).toMatch(/^setup:tensorflow: [^\n]+\n$/)
  return stderr
}

/** A stage after the wheel, so that a test of the wheel ends there: npm has no network. */
const withoutNpm = (folder: ReturnType<typeof fresh>) => folder.program("npm", "echo 'npm error code ENOTFOUND' >&2; exit 1")

/** A Python that begins a download, says so, and hangs in it. */
const hangingPython = `
case "$*" in
  *--version*) echo "pip 24.0 from x (python 3.11)";;
  *) mkdir -p ../tmp/pip-unpack; echo half > ../tmp/pip-unpack/half.whl; echo $$ > "$HOME/hangs"; exec sleep 600;;
esac`

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}
const ended = (child: ChildProcess) => new Promise<number | NodeJS.Signals | null>((resolve) =>
  child.on("close", (status, signal) => resolve(status ?? signal)))
const isAlive = (pid: number) => {
  try {
    // A process that has ended, and that nobody has asked for its end yet, is a zombie.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
  } catch {
    return false
  }
}

describe.skipIf(python === undefined)("the setup of TensorFlow (needs Linux and Python with pip)", () => {
  test("takes the libraries out of the pinned wheel, and goes on from there when it is run again", () => {
    const folder = fresh()
    withoutNpm(folder)
    const first = folder.run()
    expect(refusalOf(first)).toMatch(/npm could not reach its registry: check the network/)
    const work = (...path: readonly string[]) => folder.at(".tensorflow", "cpu.new", ...path)
    expect(readFileSync(work("tensorflow", "libtensorflow_cc.so.2"), "utf8")).toBe("cc")
    expect(existsSync(work("tensorflow", "python"))).toBe(false)
    expect(existsSync(work("wheels", folder.file))).toBe(false)
    rmSync(folder.at("wheels", folder.file))
    expect(folder.run().stdout).toMatch(/the library is here\n/)
    rmSync(work("tensorflow", "libtensorflow_cc.so.2"))
    expect(refusalOf(folder.run())).toMatch(/pip found no tensorflow-cpu 9\.9\.9/)
  })

  test("does not use a wheel whose digest is another one", () => {
    const folder = fresh()
    folder.pin({ sha256: "0".repeat(64) })
    expect(refusalOf(folder.run())).toMatch(/is not the one that is pinned \(its SHA-256 differs\)/)
    expect(existsSync(folder.at(".tensorflow", "cpu.new", "tensorflow"))).toBe(false)
  })

  test("goes on over whatever a broken download left", () => {
    const folder = fresh()
    withoutNpm(folder)
    const work = (...path: readonly string[]) => folder.at(".tensorflow", "cpu.new", ...path)
    for (const left of ["wheels", "tmp/pip-unpack", "steps"]) mkdirSync(work(left), { recursive: true })
    writeFileSync(work("wheels", folder.file), "half a wheel")
    writeFileSync(work("steps", "wheel-tensorflow-cpu.json"), "{ half")
    expect(refusalOf(folder.run())).toMatch(/npm could not reach/)
    expect(readFileSync(work("tensorflow", "libtensorflow_framework.so.2"), "utf8")).toBe("framework")
  })

  test("a signal stops it with 130 and leaves nothing running", async () => {
    const folder = fresh()
    folder.program("python3", hangingPython)
    const child = folder.start()
    let said = ""
    child.stderr!.on("data", (text) => (said += text))
    const end = ended(child)
    await until(() => existsSync(folder.at("empty", "hangs")))
    child.kill("SIGINT")
    expect(await end).toBe(130)
    expect(said).toBe("setup:tensorflow: stopped; the same command goes on from here\n")
    expect(isAlive(Number(readFileSync(folder.at("empty", "hangs"), "utf8")))).toBe(false)
  })

  test("two never work at once; one that was killed leaves nothing that the next trips over, not even its pip", async () => {
    const folder = fresh()
    withoutNpm(folder)
    folder.program("python3", hangingPython)
    const child = folder.start()
    const end = ended(child)
    await until(() => existsSync(folder.at("empty", "hangs")) && readFileSync(folder.at("empty", "hangs"), "utf8") !== "")
    const pip = Number(readFileSync(folder.at("empty", "hangs"), "utf8"))
    expect(refusalOf(folder.run())).toMatch(new RegExp(`another setup is at work here \\(process ${child.pid}\\)`))
    child.kill("SIGKILL")
    expect(await end).toBe("SIGKILL")
    expect(isAlive(pip)).toBe(true)
    expect(refusalOf(folder.run(["--python", python!]))).toMatch(/npm could not reach/)
    await until(() => !isAlive(pip))
    expect(existsSync(folder.at(".tensorflow", "cpu.new", "tensorflow", "libtensorflow_cc.so.2"))).toBe(true)
  })

  test("says what is missing: Python, pip, a later pip, npm", () => {
    const folder = fresh()
    expect(refusalOf(folder.run([], { PATH: folder.at("empty") }))).toMatch(/no Python on the PATH: install Python 3/)
    expect(refusalOf(folder.run(["--python", "/no/python"]))).toMatch(/no program \/no\/python/)
    folder.program("python3", "echo 'python3: No module named pip' >&2; exit 1")
    expect(refusalOf(folder.run())).toMatch(/has no pip: install/)
    folder.program("python3", "echo 'pip 9.0.1 from x (python 3.6)'")
    expect(refusalOf(folder.run())).toMatch(/9\.0, which is too old.*-m pip install --upgrade pip/)
    expect(refusalOf(folder.run(["--python", python!], { PATH: folder.at("empty") }))).toMatch(/npm is not on the PATH/)
  })

  test("needs the room before it starts", () => {
    const folder = fresh()
    folder.pin({ unpackedBytes: 1e18 })
    expect(refusalOf(folder.run())).toMatch(/of free disk space here and there are/)
  })

  test("removes what is there", () => {
    const folder = fresh()
    mkdirSync(folder.at(".tensorflow", "cpu", "tensorflow"), { recursive: true })
    expect(folder.run(["--remove"])).toMatchObject({ status: 0, stdout: ".tensorflow/cpu is deleted\n" })
    expect(existsSync(folder.at(".tensorflow", "cpu"))).toBe(false)
    expect(folder.run(["--remove", "--gpu"]).stdout).toMatch(/nothing to delete/)
  })

  test("refuses a wrong option, and shows those that there are", () => {
    const { run } = fresh()
    expect(refusalOf(run(["--gpus"]))).toMatch(/there is no --gpus: the options are --gpu/)
    expect(refusalOf(run(["gpu"]))).toMatch(/there is no gpu: the options are --gpu/)
    expect(refusalOf(run(["--python"]))).toMatch(/--python needs the path of a Python/)
    expect(refusalOf(run(["--remove=now"]))).toMatch(/--remove takes no value/)
    expect(run(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("npm run setup:tensorflow -- --gpu") })
  })
})

const checkout = fileURLToPath(new URL("../../", import.meta.url))

test("run again where all is there, it says so in one line and does nothing", (context) => {
  if (!existsSync(`${checkout}.tensorflow/cpu/ready.json`)) {
    return context.skip("TensorFlow is not set up here: npm run setup:tensorflow")
  }
  const ready = readFileSync(`${checkout}.tensorflow/cpu/ready.json`, "utf8")
  // No Python, no npm, no compiler: it needs none.
  const { status, stdout } = spawnSync(process.execPath, ["scripts/tensorflow/main.mjs"], {
    cwd: checkout, env: { PATH: "" }, encoding: "utf8"
  })
  expect({ status, stdout }).toEqual({ status: 0, stdout: "TensorFlow 2.21.0 is ready in .tensorflow/cpu\n" })
  expect(readFileSync(`${checkout}.tensorflow/cpu/ready.json`, "utf8")).toBe(ready)
})
