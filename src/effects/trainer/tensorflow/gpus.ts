import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** A GPU as its driver knows it. */
export interface Gpu {
  readonly number: number
  readonly name: string
  /** as `GPU-...`; null where the driver does not say */
  readonly uuid: string | null
  /** bytes; null where the driver does not say */
  readonly memory: number | null
}

/** What NVIDIA's driver says of this machine. */
export interface GpuListing {
  /** version of the driver; null: it is there and does not say */
  readonly driver: string | null
  readonly gpus: readonly Gpu[]
}

/** Where the driver tells what it has. */
export interface GpuSource {
  /** what nvidia-smi prints for the query below; null where it cannot be run */
  readonly nvidiaSmi: () => string | null
  /** the text of `/proc/driver/nvidia/version`; null where there is none */
  readonly version: () => string | null
  /** the texts of `/proc/driver/nvidia/gpus/N/information` */
  readonly information: () => readonly string[]
  /** which GPUs programs may see, as CUDA_VISIBLE_DEVICES has it; undefined: all */
  readonly visible: string | undefined
}

const query = ["--query-gpu=index,name,uuid,driver_version,memory.total", "--format=csv,noheader,nounits"]

const readOrNull = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return null
  }
}

const folder = "/proc/driver/nvidia/gpus"

const informationFiles = (): readonly string[] => {
  try {
    return readdirSync(folder).toSorted().flatMap((name) => readOrNull(join(folder, name, "information")) ?? [])
  } catch {
    return []
  }
}

const runNvidiaSmi = (): string | null => {
  const { status, stdout } = spawnSync("nvidia-smi", query, {
    encoding: "utf8", timeout: 20_000, stdio: ["ignore", "pipe", "ignore"]
  })
  return status === 0 ? stdout : null
}

const thisMachine: GpuSource = {
  nvidiaSmi: runNvidiaSmi,
  version: () => readOrNull("/proc/driver/nvidia/version"),
  information: informationFiles,
  visible: process.env["CUDA_VISIBLE_DEVICES"]
}

/** A line is `0, NVIDIA H100 80GB HBM3, GPU-..., 550.54.15, 81559`, memory in MiB. */
const fromNvidiaSmi = (text: string): GpuListing | null => {
  const rows = text.split("\n").filter((line) => line.trim() !== "").map((line) => line.split(",").map((part) => part.trim()))
  if (rows.length === 0 || rows.some((row) => row.length < 5 || !/^\d+$/u.test(row[0]!))) return null
  return {
    driver: rows[0]!.at(-2)!,
    gpus: rows.map((row) => ({
      number: Number(row[0]),
      name: row.slice(1, -3).join(", "),
      uuid: row.at(-3)!,
      memory: /^\d+$/u.test(row.at(-1)!) ? Number(row.at(-1)) * 2 ** 20 : null
    }))
  }
}

const field = (text: string, name: string): string | null =>
  new RegExp(`^${name}:\\s*(.*)$`, "mu").exec(text)?.[1]?.trim() ?? null

const fromProc = ({ version, information }: GpuSource): GpuListing | null => {
  const text = version()
  return text === null ? null : {
    driver: /\s(\d{3,}\.\d+(?:\.\d+)*)\s/u.exec(text)?.[1] ?? null,
    gpus: information().map((one, number) => ({
      number, name: field(one, "Model") ?? "a GPU", uuid: field(one, "GPU UUID"), memory: null
    }))
  }
}

/** Those that CUDA_VISIBLE_DEVICES leaves, numbered anew as CUDA does; null where it names something else than whole GPUs. */
const leftVisible = (gpus: readonly Gpu[], visible: string | undefined): readonly Gpu[] | null => {
  if (visible === undefined) return gpus
  const left: Gpu[] = []
  for (const name of visible.split(",").map((part) => part.trim())) {
    if (name.startsWith("MIG-")) return null
    const found = gpus.find(({ number, uuid }) =>
      (/^\d+$/u.test(name) ? number === Number(name) : name.startsWith("GPU-") && uuid?.startsWith(name) === true))
    // CUDA reads the list up to the first entry that it does not know.
    if (found === undefined) break
    left.push({ ...found, number: left.length })
  }
  return left
}

/** The GPU of that number as CUDA_VISIBLE_DEVICES has to name it: where there is a list already, it counts in that. */
export const visibleName = (number: number, visible: string | undefined = thisMachine.visible): string =>
  visible?.split(",")[number]?.trim() ?? `${number}`

/** All GPUs of the machine; null: there is no driver of NVIDIA's. */
export const listGpus = (source: GpuSource = thisMachine): GpuListing | null => {
  const text = source.nvidiaSmi()
  return (text === null ? null : fromNvidiaSmi(text)) ?? fromProc(source)
}

/** Runs programs of CUDA 12 at all (minor version compatibility); TensorFlow's wheel is built with CUDA 12.5. */
export const oldestDriver = "525.60.13"

const isOlder = (version: string, than: string): boolean => {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number))
  const at = b!.findIndex((part, i) => (a![i] ?? 0) !== part)
  return at >= 0 && (a![at] ?? 0) < b![at]!
}

/** Why a driver cannot run this TensorFlow; null where it can. */
export const driverObjection = (driver: string | null): string | null =>
  driver !== null && isOlder(driver, oldestDriver)
    ? `NVIDIA's driver ${driver} is too old for CUDA 12.5, which this TensorFlow is built with: install driver ${oldestDriver} or a newer one`
    : null

const named = (gpus: readonly Gpu[]): string => gpus.map(({ number, name }) => `gpu:${number} (${name})`).join(", ")

/**
 * Why TensorFlow cannot compute on the GPU of that number here, in one sentence with the way out; null where nothing
 * speaks against it. Asks the driver alone: the library is not loaded.
 */
export const gpuObjection = (number: number, source: GpuSource = thisMachine): string | null => {
  const listing = listGpus(source)
  if (listing === null) {
    return `there is no NVIDIA driver on this machine, so that --device gpu:${number} cannot be used: install driver ${oldestDriver} or `
      + "a newer one, or leave --device out"
  }
  const old = driverObjection(listing.driver)
  if (old !== null) return old
  const gpus = leftVisible(listing.gpus, source.visible)
  if (gpus === null || gpus.some((gpu) => gpu.number === number)) return null
  if (gpus.length > 0) return `there is no gpu:${number} here: choose ${named(gpus)}`
  return listing.gpus.length === 0
    ? `NVIDIA's driver finds no GPU here, so that --device gpu:${number} cannot be used: leave --device out`
    : `CUDA_VISIBLE_DEVICES=${source.visible} hides ${named(listing.gpus)} from programs: set it to the number of the GPU that is to compute`
}
