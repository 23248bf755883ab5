import { TrainerError } from "../../Trainer.ts"
import { deviceText } from "../device.ts"
import type { SessionSettings } from "./environment.ts"

/** The first line of a message that says something, not too long. */
const short = (message: string): string => {
  const line = message.split("\n").map((text) => text.trim()).find((text) => text !== "") ?? "no reason given"
  return line.length > 240 ? `${line.slice(0, 240)}...` : line
}

const goOn = "the log is complete up to its last line, and pvll resume goes on"

const smaller = "choose a smaller --batch, --channels or --layers"

const setup = ({ device }: SessionSettings): string => `npm run setup:tensorflow${device.type === "gpu" ? " -- --gpu" : ""}`

/**
 * What TensorFlow's message means for a search, in one sentence with the way out. The kinds are told apart by the texts
 * that TensorFlow 2.21 gives.
 */
export const sessionProblem = (message: string, settings: SessionSettings): TrainerError => {
  const on = deviceText(settings.device)
  if (/\bOOM\b|Resource ?Exhausted|RESOURCE_EXHAUSTED|out of memory|failed to allocate|ALLOC_FAILED|bad_alloc|Dst tensor is not initialized/iu
    .test(message)) {
    return new TrainerError({
      reason: "out-of-memory", message: `there is too little memory on ${on} (${short(message)}): ${smaller}; ${goOn}`
    })
  }
  if (/no GPU device|no CUDA-capable device|CUDA_ERROR_NO_DEVICE|driver version is insufficient/iu.test(message)) {
    return new TrainerError({
      reason: "no-device", message: `TensorFlow finds no GPU that it can use as ${on}: see pvll doctor, or use --device cpu`
    })
  }
  if (/CUDA_ERROR|device (?:was )?lost|failed to (?:synchronize|enqueue|launch)|illegal memory access|DNN|cuBLAS|Unexpected Event status/iu.test(message)) {
    return new TrainerError({
      reason: "device-lost", message: `${on} does not answer as it should (${short(message)}): once it does, ${goOn}`
    })
  }
  if (/cannot open shared object|libtensorflow|invalid ELF|wrong ELF|NODE_MODULE_VERSION|undefined symbol|Cannot find module|native addon module|file too short/iu.test(message)) {
    return new TrainerError({
      reason: "no-library",
      message: `TensorFlow's library cannot be loaded (${short(message)}): ${setup(settings)} brings it`
    })
  }
  return new TrainerError({ message: `TensorFlow refuses this (${short(message)}); ${goOn}` })
}

/** Lines that say why TensorFlow gave up, the last one first: errors, checks that failed, exceptions that nobody caught. */
const lastWords = (said: string): readonly string[] =>
  said.split("\n").filter((line) => /^[EF]\d{4} |^\d{4}-\d\d-\d\d [\d:.]+: [EF] |^terminate called/u.test(line)).toReversed()

/** What became of TensorFlow's process, which nobody asked to end; `how` is a signal or an exit status. */
export const processEnded = (how: string, said: string, settings: SessionSettings): TrainerError => {
  if (how === "SIGKILL") {
    return new TrainerError({
      reason: "out-of-memory",
      message: `TensorFlow's process was killed, most likely because the machine's memory ran out: ${smaller}; ${goOn}`
    })
  }
  const words = lastWords(said)
  // A check that fails in the end says less than the error before it.
  const known = words.map((line) => sessionProblem(line, settings)).find(({ reason }) => reason !== undefined)
  if (known !== undefined) return known
  const [last] = words
  return new TrainerError({ message: `TensorFlow's process ended with ${how}${last === undefined ? "" : ` (${short(last)})`}; ${goOn}` })
}
