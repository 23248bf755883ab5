import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { setupModule } from "./modules.ts"

const { bindingPath, compileCommand } = await setupModule("binding")
const { commandOf } = await setupModule("commandLine")
const { machineCompilers } = await setupModule("compiler")
const { downloadCommand, downloadFailure, requirementText } = await setupModule("download")
const { packagesCommand, packagesFailure, npmCommand } = await setupModule("packages")
const { wheelPins } = await setupModule("pins")
const { platformFor } = await setupModule("platform")
const { pipVersion } = await setupModule("python")
const { need, roomFailure } = await setupModule("steps")
const { forget, isDone, stampDone } = await setupModule("stamp")
const { wantedPatterns } = await setupModule("wheel")

const folder = mkdtempSync(join(tmpdir(), "pvll-setup-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wheel = {
  name: "nvidia-nccl-cu12", version: "2.1", file: "nvidia_nccl_cu12-2.1-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
  sha256: "ab".repeat(32), bytes: 300, unpackedBytes: 500
}

describe("what is asked of pip", () => {
  test("a requirement has the one digest that it may have", () => {
    expect(requirementText(wheel)).toBe(`nvidia-nccl-cu12==2.1 --hash=sha256:${"ab".repeat(32)}\n`)
  })

  test("a download is of that wheel alone, checked, for the platform of its name, and from no address of ours", () => {
    const command: readonly string[] = downloadCommand("/py", wheel, { requirements: "/r.txt", folder: "/w" })
    expect(command.slice(0, 4)).toEqual(["/py", "-m", "pip", "download"])
    for (const option of ["--require-hashes", "--no-deps", "--only-binary=:all:"]) expect(command).toContain(option)
    expect(command.join(" ")).toContain("--abi none --platform manylinux2014_x86_64 --dest /w --requirement /r.txt")
    expect(command.join(" ")).not.toMatch(/index|find-links|http|trusted/)
  })

  test.each([
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", /not the one that is pinned/],
    ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", /the disk is full/],
    ["WARNING: Retrying after 'NewConnectionError(...)'\nERROR: No matching distribution found", /check the network/],
    ["SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))\nERROR: No matching distribution", /certificate/],
    ["ERROR: No matching distribution found for nvidia-nccl-cu12==2.1", /found no nvidia-nccl-cu12 2\.1/],
    ["no such option: --require-hashes", /too old/],
    ["ERROR: Could not find an activated virtualenv (required).", /activated virtualenv/]
  ])("%s has a way out", (output, sentence) => {
    expect(downloadFailure(output, wheel)).toMatch(sentence)
    expect(downloadFailure(output, wheel)).not.toContain("\n")
  })

  test("its version is read as it says it", () => {
    expect(pipVersion("pip 23.2.1 from /lib/pip (python 3.11)")).toEqual([23, 2])
    expect(pipVersion("nothing")).toBeUndefined()
  })
})

describe("what is taken out of a wheel", () => {
  const takes = (name: string, path: string) =>
    (wantedPatterns(name) as readonly string[]).some((pattern) => new RegExp(`^(?:${pattern})`).test(path))

  test.each(["tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2", "tensorflow/THIRD_PARTY_NOTICES.txt",
    "tensorflow/include/tensorflow/c/eager/c_api.h", "tensorflow/include/xla/tsl/c/tsl_status.h",
    "tensorflow/include/tsl/platform/ctstring_internal.h", "tensorflow_cpu-2.21.0.dist-info/METADATA"])("%s", (path) => {
    expect(takes("tensorflow-cpu", path)).toBe(true)
  })

  test("nothing of Python", () => {
    expect(takes("tensorflow", "tensorflow/python/ops/math_ops.py")).toBe(false)
    expect(takes("tensorflow", "tensorflow/include/Eigen/Core")).toBe(false)
    expect(takes("nvidia-cudnn-cu12", "nvidia/cudnn/__init__.py")).toBe(false)
  })

  test("NVIDIA's libraries and programs, not what compilers read", () => {
    expect(takes("nvidia-cudnn-cu12", "nvidia/cudnn/lib/libcudnn.so.9")).toBe(true)
    expect(takes("nvidia-cuda-nvcc-cu12", "nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc")).toBe(true)
    expect(takes("nvidia-cudnn-cu12", "nvidia/cudnn/include/cudnn.h")).toBe(false)
    expect(takes("nvidia-cudnn-cu12", "nvidia_cudnn_cu12-9.28.0.42.dist-info/licenses/License.txt")).toBe(true)
  })
})

describe("what is asked of npm", () => {
  test("a lock's packages, and no program of theirs", () => {
    expect(packagesCommand(["npm"], "/f").join(" ")).toMatch(/^npm ci --prefix \/f --ignore-scripts --omit=dev /)
  })

  test("the npm that runs this is taken, by this Node; another package manager's file is not", () => {
    const npm = join(folder, "npm-cli.js")
    const other = join(folder, "pnpm.cjs")
    for (const path of [npm, other]) writeFileSync(path, "")
    expect(npmCommand({ npm_execpath: npm, PATH: "" })).toEqual([process.execPath, npm])
    expect(npmCommand({ npm_execpath: other, PATH: "" })).toBeUndefined()
  })

  test.each([
    ["npm error code EINTEGRITY\nnpm error sha512-a= integrity checksum failed", /not the one that is pinned/],
    ["npm error code ENOSPC", /the disk is full/],
    ["npm error code EAI_AGAIN", /check the network/],
    ["npm error code E404\nnpm error 404 Not Found - GET /x", /404 Not Found/]
  ])("%s has a way out", (output, sentence) => {
    expect(packagesFailure(output)).toMatch(sentence)
  })
})

describe("the binding", () => {
  const product = bindingPath("@tensorflow/tfjs-node")

  test("is compiled from the package's own sources and ours, and finds the library wherever the folder lies", () => {
    const command: readonly string[] = compileCommand(["c++"], "@tensorflow/tfjs-node", product)
    expect(command.filter((part) => part.endsWith(".cc")).map((path) => path.split("/").at(-1)))
      .toEqual(["tfjs_backend.cc", "tfjs_binding.cc", "sessionOptions.cc"])
    expect(command).toContain("-Wl,--wrap=TF_NewSessionOptions")
    const [, up] = /-rpath,\$ORIGIN\/(.*)tensorflow$/.exec(command.find((part) => part.includes("-rpath"))!)!
    expect(join(product, "..", up!)).toBe("./")
  })

  test("is compiled with CXX alone where it is set, else with what the PATH has, in one order", () => {
    mkdirSync(join(folder, "bin"))
    for (const name of ["clang++", "g++"]) {
      writeFileSync(join(folder, "bin", name), "")
      chmodSync(join(folder, "bin", name), 0o755)
    }
    const PATH = join(folder, "bin")
    expect(machineCompilers({ PATH }).map(({ name }: any) => name)).toEqual(["g++", "clang++"])
    expect(machineCompilers({ PATH, CXX: "clang++ -m64" })[0].command).toEqual([join(PATH, "clang++"), "-m64"])
    expect(() => machineCompilers({ PATH, CXX: "icpc" })).toThrow(/no compiler icpc, which CXX names/)
    expect(machineCompilers({ PATH: "/nowhere" })).toEqual([])
  })
})

describe("where it can be set up", () => {
  const { wheels } = wheelPins()
  const on = (variant: string, platform: string, arch: string, isGlibc = true) =>
    platformFor(variant, { platform, arch, isGlibc }, wheels)

  test("on Linux with glibc", () => {
    expect(on("cpu", "linux", "x64")).toEqual({ platform: "linux-x64" })
    expect(on("cpu", "linux", "arm64")).toEqual({ platform: "linux-arm64" })
  })

  test.each([
    ["cpu", "darwin", "arm64", true, /Linux only.*embedded engine runs here/],
    ["gpu", "win32", "x64", false, /Linux only.*embedded engine runs here/],
    ["cpu", "linux", "x64", false, /musl.*embedded engine runs here/],
    ["gpu", "linux", "arm64", true, /no wheels with CUDA.*npm run setup:tensorflow/],
    ["cpu", "linux", "riscv64", true, /no wheels for linux-riscv64.*embedded engine/]
  ])("%s on %s %s is refused with what runs instead", (variant, platform, arch, isGlibc, sentence) => {
    expect(on(variant, platform, arch, isGlibc).refusal).toMatch(sentence)
  })

  test("not where the disk has too little room: what stays, and the largest download beside it", () => {
    const { download, disk } = need([wheel, { ...wheel, bytes: 100, unpackedBytes: 900 }])
    expect(download).toBe(400)
    expect(disk - need([]).disk).toBe(500 + 900 + 300)
    expect(roomFailure(2e9, 1e9)).toMatch(/2\.0 GB of free disk space here and there are 1\.0 GB/)
    expect(roomFailure(2e9, 2e9)).toBeUndefined()
  })
})

describe("the command line", () => {
  test("knows the variants, the removal and the Python", () => {
    expect(commandOf([], {})).toEqual({ action: "set up", variant: "cpu", python: undefined })
    expect(commandOf(["--gpu"], { PYTHON: "/p" })).toEqual({ action: "set up", variant: "gpu", python: "/p" })
    expect(commandOf(["--remove", "--python", "/q"], { PYTHON: "/p" })).toMatchObject({ action: "remove", python: "/q" })
  })

  test("notices the option that npm kept", () => {
    for (const [name, option] of [["gpu", "--gpu"], ["remove", "--remove"], ["python", "--python PATH"]] as const) {
      expect(() => commandOf([], { [`npm_config_${name}`]: "true" })).toThrow(`npm run setup:tensorflow -- ${option}`)
    }
    // What `npm run setup:tensorflow --python=/p` comes as.
    expect(commandOf([], { npm_config_python: "/p", PYTHON: "/q" })).toMatchObject({ action: "set up", python: "/p" })
  })
})

test("a step is done while its inputs are the same and all that it made is whole; forgetting it takes that away", () => {
  const files = { "made/a": 3 }
  mkdirSync(join(folder, "made"))
  writeFileSync(join(folder, "made", "a"), "abc")
  expect(isDone(folder, "one", "d")).toBe(false)
  stampDone(folder, "one", { digest: "d", files })
  expect(isDone(folder, "one", "d")).toBe(true)
  expect(isDone(folder, "one", "e")).toBe(false)
  writeFileSync(join(folder, "made", "a"), "ab")
  expect(isDone(folder, "one", "d")).toBe(false)
  forget(folder, "one")
  expect(() => rmSync(join(folder, "made", "a"))).toThrow(/ENOENT/)
})
