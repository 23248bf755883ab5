import { type Gpu, type GpuListing, type GpuSource, listGpus, thisMachine } from "./gpuListing.ts"

/**
 * Those that CUDA_VISIBLE_DEVICES leaves, numbered anew as CUDA does; null where it names something else than whole GPUs.
 */
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

/** The GPUs that programs may see, by the numbers of `--device`; all where that cannot be told. */
export const visibleGpus = ({ gpus }: GpuListing, visible: string | undefined = thisMachine.visible): readonly Gpu[] =>
  leftVisible(gpus, visible) ?? gpus

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
    ? `NVIDIA's driver ${driver} is too old for CUDA 12.5, which this TensorFlow is built with: `
      + `install driver ${oldestDriver} or a newer one`
    : null

const named = (gpus: readonly Gpu[]): string => gpus.map(({ number, name }) => `gpu:${number} (${name})`).join(", ")

/**
 * Why TensorFlow cannot compute on the GPU of that number here, in one sentence with the way out; null where nothing
 * speaks against it. Asks the driver alone: the library is not loaded.
 */
export const gpuObjection = (number: number, source: GpuSource = thisMachine): string | null => {
  const listing = listGpus(source)
  if (listing === null) {
    return `there is no NVIDIA driver on this machine, so that --device gpu:${number} cannot be used: `
      + `install driver ${oldestDriver} or a newer one, or leave --device out`
  }
  const old = driverObjection(listing.driver)
  if (old !== null) return old
  const gpus = leftVisible(listing.gpus, source.visible)
  if (gpus === null || gpus.some((gpu) => gpu.number === number)) return null
  if (gpus.length > 0) return `there is no gpu:${number} here: choose ${named(gpus)}`
  return listing.gpus.length === 0
    ? `NVIDIA's driver finds no GPU here, so that --device gpu:${number} cannot be used: leave --device out`
    : `CUDA_VISIBLE_DEVICES=${source.visible} hides ${named(listing.gpus)} from programs: `
      + "set it to the number of the GPU that is to compute"
}
