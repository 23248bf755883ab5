import { readdirSync, readFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { type Device, deviceText } from "../trainer/tensorflow/device.ts"
import { type GpuListing, listGpus } from "../trainer/tensorflow/gpuListing.ts"
import { driverObjection, gpuObjection, oldestDriver, visibleGpus } from "../trainer/tensorflow/gpus.ts"
import { type Installation, installation, isSetUp } from "../trainer/tensorflow/installation.ts"
import { instructionSet } from "../trainer/tensorflow/instructions.ts"
import { openTensorflowTrainer } from "../trainer/tensorflow/tensorflowTrainer.ts"
import { type Finding, finding } from "./finding.ts"
import { smallNetwork, speedText, type Tried, tryTrainer } from "./smallNetwork.ts"

/**
 * The largest difference from the losses of the embedded engine. On the processor float32 sums in another order are within
 * it; a GPU multiplies with 10 bits of the mantissa (TF32) where NVIDIA_TF32_OVERRIDE=1 asks for it.
 */
const tolerances = { cpu: 1e-4, gpu: 1e-2 }

/** Trains the small network on a device. */
const tryOn = (device: Device): Promise<Tried> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    openTensorflowTrainer({ ...smallNetwork, device, threads: undefined }),
    tryTrainer
  )))

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((largest, loss, i) => Math.max(largest, Math.abs(loss - b[i]!)), 0)

/** Fails where it does not train, or not as the embedded engine does; `ours` null: that one does not work here. */
const checked = async (device: Device, ours: Tried | null): Promise<string> => {
  const [found, on] = [await tryOn(device), deviceText(device)]
  const difference = ours === null ? null : largestDifference(found.losses, ours.losses)
  if (difference !== null && !(difference <= tolerances[device.type])) {
    const [theirs, expected] = [found, ours!].map(({ losses }) => losses.join(" and then "))
    throw new Error(
      `on ${on} it measures losses of ${theirs} where the embedded engine measures ${expected}: please report it`)
  }
  const alike = difference === null ? "" : `, its losses within ${difference.toExponential(0)} of the embedded engine's`
  return `trains on ${on}, ${speedText(found)}${alike}`
}

const packageVersion = ({ packageFolder }: Installation): string =>
  (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { readonly version: string }).version

const libraryText = (found: Installation): string =>
  `library ${found.tensorflow}, by ${found.packageName} ${packageVersion(found)}`

/** Version of an NVIDIA wheel among those that were set up; null where it is not there. */
const wheelVersion = ({ folder }: Installation, name: string): string | null => {
  const pattern = new RegExp(`^nvidia_${name}(?:_cu\\d+)?-(.+)\\.dist-info$`, "u")
  return readdirSync(folder).flatMap((entry) => pattern.exec(entry)?.[1] ?? [])[0] ?? null
}

const cudaText = (found: Installation): string => {
  const [cuda, cudnn] = [wheelVersion(found, "cuda_runtime"), wheelVersion(found, "cudnn")]
  return found.source === "peer"
    ? "CUDA and cuDNN of this machine"
    : `CUDA ${cuda ?? "missing"}, cuDNN ${cudnn ?? "missing"}`
}

/** What is not set up is absent, and the sentence says how to get it; what is set up and cannot be used is broken. */
const notUsable = (name: string, variant: "cpu" | "gpu", sentence: string): Finding =>
  ({ name, state: isSetUp(variant) ? "broken" : "absent", detail: sentence })

const onProcessor = async (ours: Tried | null): Promise<Finding> => {
  const name = "TensorFlow"
  const own = installation("cpu")
  // The one for GPUs computes on the processor too.
  const withCuda = installation("gpu")
  const found = typeof own === "string" && !isSetUp("cpu") && typeof withCuda !== "string" ? withCuda : own
  if (typeof found === "string") return notUsable(name, "cpu", found)
  return finding(name, async () => {
    const threads = availableParallelism()
    const works = await checked({ type: "cpu" }, ours)
    return `${libraryText(found)}; ${instructionSet()} kernels on ${threads} ${threads === 1 ? "thread" : "threads"}; ${works}`
  })
}

const gibibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 30)} GiB`

const devicesText = (listing: GpuListing): string => {
  const { driver } = listing
  const names = visibleGpus(listing).map(({ number, name, memory }) => `gpu:${number} ${name}${memory === null ? "" : `, ${gibibytes(memory)}`}`)
  return `${names.join("; ")}; driver ${driver ?? "of unknown version"}`
}

const driverWanted = `install NVIDIA's driver ${oldestDriver} or a newer one`

/** A machine without a GPU is in order; one whose driver cannot serve what was set up for it is not. */
const devices = (listing: GpuListing | null, isWanted: boolean): Finding => {
  const [name, state] = ["GPUs", "absent"] as const
  if (listing === null) return { name, state, detail: `there is no NVIDIA driver here: to compute on a GPU, ${driverWanted}` }
  if (listing.gpus.length === 0) return { name, state, detail: `driver ${listing.driver ?? "of unknown version"} finds no GPU` }
  if (visibleGpus(listing).length === 0) return { name, state, detail: "CUDA_VISIBLE_DEVICES hides all GPUs of this machine: unset it" }
  const objection = driverObjection(listing.driver)
  return objection === null
    ? { name, state: "works", detail: devicesText(listing) }
    : { name, state: isWanted ? "broken" : "absent", detail: `${devicesText(listing)}: ${objection}` }
}

const onGpu = async (ours: Tried | null, listing: GpuListing | null): Promise<Finding> => {
  const name = "TensorFlow, GPU"
  const found = installation("gpu")
  if (typeof found === "string") return notUsable(name, "gpu", found)
  const what = `${libraryText(found)}; ${cudaText(found)}`
  const objection = await gpuObjection(0)
  if (objection !== null) {
    const isThere = listing !== null && visibleGpus(listing).length > 0
    return { name, state: isThere ? "broken" : "absent", detail: `${what}; ${objection}` }
  }
  return finding(name, async () => `${what}; ${await checked({ type: "gpu", number: 0 }, ours)}`)
}

/**
 * What there is of TensorFlow, on the processor and on GPUs, whether it trains, and for each thing that is missing what
 * brings it. `ours` is what the embedded engine gave for the same network.
 */
export const tensorflowFindings = async (ours: Tried | null): Promise<readonly Finding[]> => {
  const listing = await listGpus()
  return [await onProcessor(ours), await onGpu(ours, listing), devices(listing, isSetUp("gpu"))]
}
