import { execFile } from "node:child_process"
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
  readonly nvidiaSmi: () => Promise<string | null>
  /** the text of `/proc/driver/nvidia/version`; null where there is none */
  readonly version: () => string | null
  /** the texts of `/proc/driver/nvidia/gpus/N/information` */
  readonly information: () => readonly string[]
  /** which GPUs programs may see, as CUDA_VISIBLE_DEVICES has it; undefined: all */
  readonly visible: string | undefined
  /** which numbers they have in that list, as CUDA_DEVICE_ORDER has it; undefined: the fastest one comes first */
  readonly order?: string | undefined
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

let printed: Promise<string | null> | undefined

/** Milliseconds that it is given. */
const patience = 20_000

/** Once a process: it takes up to a second, and GPUs do not come and go. Where the driver hangs it may never end. */
const runNvidiaSmi = (): Promise<string | null> => printed ??= new Promise((resolve) => {
  const child = execFile("nvidia-smi", query, (error, stdout) => resolve(error === null ? stdout : null))
  setTimeout(() => {
    child.kill("SIGKILL")
    child.unref()
    resolve(null)
  }, patience).unref()
})

export const thisMachine: GpuSource = {
  nvidiaSmi: runNvidiaSmi,
  version: () => readOrNull("/proc/driver/nvidia/version"),
  information: informationFiles,
  get visible() {
    return process.env["CUDA_VISIBLE_DEVICES"]
  },
  get order() {
    return process.env["CUDA_DEVICE_ORDER"]
  }
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

/** All GPUs of the machine; null: there is no driver of NVIDIA's. */
export const listGpus = async (source: GpuSource = thisMachine): Promise<GpuListing | null> => {
  const text = await source.nvidiaSmi()
  return (text === null ? null : fromNvidiaSmi(text)) ?? fromProc(source)
}
