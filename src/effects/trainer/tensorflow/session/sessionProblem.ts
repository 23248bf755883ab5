import { TrainerError } from "../../Trainer.ts"
import { type Device, deviceText } from "../device.ts"

/** What a session runs on, for the sentences about it. */
export interface Used {
  readonly device: Device
  /** the command that sets its TensorFlow up */
  readonly setup: string
}

/** The first line of a message that says something, not too long. */
const short = (message: string): string => {
  const line = message.split("\n").map((text) => text.trim()).find((text) => text !== "") ?? "no reason given"
  return line.length > 240 ? `${line.slice(0, 240)}...` : line
}

const complete = "the log is complete up to its last line"

const goOn = `${complete}, and pvll resume goes on`

/** What a resume may change of the log's configuration, and what it may not. */
const moreMemory = `${complete}: pvll resume LOG goes on once there is more memory, with --at K --batch N it forks the search `
  + "with a smaller batch; smaller --channels or --layers need a new search"

const outOfMemory =
  /\bOOM\b|Resource ?Exhausted|RESOURCE_EXHAUSTED|out of memory|failed to allocate|ALLOC_FAILED|bad_alloc|Dst tensor is not initialized/iu

const noLibrary =
  /cannot open shared object|libtensorflow|invalid ELF|wrong ELF|NODE_MODULE_VERSION|undefined symbol|Cannot find module|native addon module|file too short/iu

/** CUDA's libraries, which are loaded later. */
const noGpuLibrary = /DNN library is not found|Could not load dynamic library|Cannot dlopen|Loaded runtime CuDNN library/iu

const noKernels = /CUDA_ERROR_(?:INVALID_IMAGE|NO_BINARY_FOR_GPU|INVALID_PTX|UNSUPPORTED_PTX_VERSION)|no kernel image/iu

const noDevice = /no GPU device|no CUDA-capable device|CUDA_ERROR_NO_DEVICE|driver version is insufficient/iu

const deviceLost =
  /CUDA_ERROR|device (?:was )?lost|failed to (?:synchronize|enqueue|launch)|illegal memory access|\bcuDNN|CUDNN_STATUS|\bDNN library initialization|cuBLAS|Unexpected Event status/iu

/** Kinds of trouble that only a GPU has. */
const gpuProblem = (message: string, { device, setup }: Used): TrainerError | null => {
  const on = deviceText(device)
  if (noGpuLibrary.test(message)) {
    return new TrainerError({
      reason: "no-library", message: `a library of CUDA's cannot be loaded (${short(message)}): ${setup} brings it`
    })
  }
  if (noKernels.test(message)) {
    return new TrainerError({
      reason: "no-library",
      message: `this TensorFlow has nothing that runs on ${on} (${short(message)}): the card, or its driver, is too new or too `
        + "old for it; see pvll doctor, choose another GPU, or use --device cpu"
    })
  }
  if (noDevice.test(message)) {
    return new TrainerError({
      reason: "no-device", message: `TensorFlow finds no GPU that it can use as ${on}: see pvll doctor, or use --device cpu`
    })
  }
  return deviceLost.test(message)
    ? new TrainerError({
      reason: "device-lost", message: `${on} does not answer as it should (${short(message)}): once it does, ${goOn}`
    })
    : null
}

/** The trouble that a message of TensorFlow's is known to mean; null where it means none of these. */
const knownProblem = (message: string, used: Used): TrainerError | null => {
  if (outOfMemory.test(message)) {
    return new TrainerError({
      reason: "out-of-memory",
      message: `there is too little memory on ${deviceText(used.device)} (${short(message)}); ${moreMemory}`
    })
  }
  if (noLibrary.test(message)) {
    return new TrainerError({
      reason: "no-library", message: `TensorFlow's library cannot be loaded (${short(message)}): ${used.setup} brings it`
    })
  }
  return used.device.type === "gpu" ? gpuProblem(message, used) : null
}

/**
 * What TensorFlow's message means for a search, in one sentence with the way out. The kinds are told apart by the texts
 * that TensorFlow 2.21 gives.
 */
export const sessionProblem = (message: string, used: Used): TrainerError =>
  knownProblem(message, used) ?? new TrainerError({ message: `TensorFlow refuses this (${short(message)}); ${goOn}` })

/** What a TensorFlow for GPUs says whenever it is loaded, in the form of an error; the last one where it is to use none. */
const always = (line: string, { device }: Used): boolean =>
  /Unable to register \w+ factory/iu.test(line) || (device.type === "cpu" && /failed call to cuInit/u.test(line))

/** Lines that say why TensorFlow gave up, the last one first: errors, checks that failed, exceptions that nobody caught. */
const lastWords = (said: string, used: Used): readonly string[] =>
  said.split("\n")
    .filter((line) => /^[EF]\d{4} |^\d{4}-\d\d-\d\d [\d:.]+: [EF] |^terminate called/u.test(line) && !always(line, used))
    .toReversed()

/** What became of TensorFlow's process, which nobody asked to end; `how` is a signal or an exit status. */
export const processEnded = (how: string, said: string, used: Used): TrainerError => {
  if (how === "SIGKILL") {
    return new TrainerError({
      reason: "out-of-memory",
      message: `TensorFlow's process was killed, by hand or because the machine's memory ran out; ${moreMemory}`
    })
  }
  const words = lastWords(said, used)
  // A check that fails in the end says less than the error before it.
  const known = words.map((line) => knownProblem(line, used)).find((problem) => problem !== null)
  if (known !== undefined) return known
  const [last] = words
  return new TrainerError({ message: `TensorFlow's process ended with ${how}${last === undefined ? "" : ` (${short(last)})`}; ${goOn}` })
}

/** The system has no room for another process. */
export const processNotStarted = (why: string): TrainerError => new TrainerError({
  message: `TensorFlow's process cannot be started (${why}): end other programs, or raise the limits for files and processes `
    + "(ulimit -n, ulimit -u)"
})

/** Nothing can be asked of TensorFlow's process, though it has not ended. */
export const processUnreached = (why: string): TrainerError =>
  new TrainerError({ message: `TensorFlow's process cannot be reached (${why}); ${goOn}` })
