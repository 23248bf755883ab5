import * as Argument from "effect/cli/Argument"
import { dataFolder } from "./dataFolder.ts"
import { onOff, read, text } from "./flags.ts"
import { positiveInteger } from "./readNumber.ts"

export const json = onOff("json", "Print one JSON document on standard output")

export const quiet = onOff("quiet", "No progress on standard error")

export const threads = read("threads", "N", positiveInteger, "Threads to compute with (default: the machine's cores)")

export const movedData = read("data", "DIR", dataFolder, "Where the images of this log lie now, if they were moved")

export const movedEstimator = text("estimator", "FILE", "Where the log's own estimator lies now, if neither its file nor the copy beside the log is there")

/** A log that is only read. */
export const log = Argument.String("LOG").pipe(
  Argument.withDescription("A run's folder, its events.ndjson, or - for standard input")
)

/** A log that is written to, or whose checkpoints are used: these lie in a run's folder. */
export const runLog = Argument.String("LOG").pipe(
  Argument.withDescription("A run's folder, or its events.ndjson")
)
