import { type Gpu, type GpuListing, type GpuSource, listGpus, thisMachine } from "./gpuListing.ts"

const entriesOf = (visible: string): readonly string[] => visible.split(",").map((part) => part.trim())

/**
 * Those that CUDA_VISIBLE_DEVICES leaves, numbered anew as CUDA does; null where it names something else than whole GPUs.
 */
const leftVisible = (gpus: readonly Gpu[], visible: string | undefined): readonly Gpu[] | null => {
  if (visible === undefined) return gpus
  const left: Gpu[] = []
  const seen = new Set<number>()
  for (const name of entriesOf(visible)) {
    if (name.startsWith("MIG-")) return null
    const found = gpus.find(({ number, uuid }) =>
      (/^\d+$/u.test(name) ? number === Number(name) : name.startsWith("GPU-") && uuid?.startsWith(name) === true))
    // CUDA reads the list up to the first entry that it does not know, and shows nothing where one stands twice.
    if (found === undefined) break
    if (seen.has(found.number)) return []
    seen.add(found.number)
    left.push({ ...found, number: left.length })
  }
  return left
}

/**
 * The GPU of that number as CUDA_VISIBLE_DEVICES has to name it: where there is a list already, it counts in that; `-1`,
 * which names none, where the list has fewer.
 */
export const visibleName = (number: number, visible: string | undefined): string =>
  visible === undefined ? `${number}` : entriesOf(visible)[number] ?? "-1"

/** The GPUs that programs may see, by the numbers of `--device`; all where that cannot be told. */
export const visibleGpus = ({ gpus }: GpuListing, visible: string | undefined = thisMachine.visible): readonly Gpu[] =>
  leftVisible(gpus, visible) ?? gpus

/**
 * The GPU of that number and its driver, for people; null where it cannot be told which one that is: the numbers of
 * nvidia-smi are those of CUDA_VISIBLE_DEVICES only if CUDA_DEVICE_ORDER says so.
 */
export const gpuText = async (number: number, source: GpuSource = thisMachine): Promise<string | null> => {
  const listing = await listGpus(source)
  if (listing === null) return null
  const { gpus, driver } = listing
  const sameOrder = source.visible === undefined || source.order === "PCI_BUS_ID" || !/^\s*\d/u.test(visibleName(number, source.visible))
  const gpu = leftVisible(gpus, source.visible)?.find((one) => one.number === number)
  if (gpu === undefined || !(sameOrder || gpus.every(({ name }) => name === gpu.name))) return null
  return `${gpu.name}${driver === null ? "" : `, driver ${driver}`}`
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
    ? `NVIDIA's driver ${driver} is too old for CUDA 12.5, which this TensorFlow is built with: `
      + `install driver ${oldestDriver} or a newer one`
    : null

const named = (gpus: readonly Gpu[]): string => gpus.map(({ number, name }) => `gpu:${number} (${name})`).join(", ")

/**
 * Why TensorFlow cannot compute on the GPU of that number here, in one sentence with the way out; null where nothing
 * speaks against it. Asks the driver alone: the library is not loaded.
 */
export const gpuObjection = async (number: number, source: GpuSource = thisMachine): Promise<string | null> => {
  const listing = await listGpus(source)
  if (listing === null) {
    return `there is no NVIDIA driver on this machine, so that --device gpu:${number} cannot be used: `
      + `install driver ${oldestDriver} or a newer one, or leave --device out`
  }
  const old = driverObjection(listing.driver)
  if (old !== null) return old
  const gpus = leftVisible(listing.gpus, source.visible)
  if (gpus === null) {
    return visibleName(number, source.visible) === "-1"
      ? `CUDA_VISIBLE_DEVICES=${source.visible} names no gpu:${number}: choose a lower number`
      : null
  }
  if (gpus.some((gpu) => gpu.number === number)) return null
  if (gpus.length > 0) return `there is no gpu:${number} here: choose ${named(gpus)}`
  return listing.gpus.length === 0
    ? `NVIDIA's driver finds no GPU here, so that --device gpu:${number} cannot be used: leave --device out`
    : `CUDA_VISIBLE_DEVICES=${source.visible} hides ${named(listing.gpus)} from programs: `
      + "set it to the number of the GPU that is to compute"
}
