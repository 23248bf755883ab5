import { json, quiet, threads } from "./common.ts"
import { configurationOptions } from "./configurationOptions.ts"
import { device } from "./deviceChoice.ts"
import { onOff, read, text } from "./flags.ts"
import { positiveInteger, timeSpan } from "./readNumber.ts"
import { runName } from "./runName.ts"
import { trainerOptions } from "./trainerOptions.ts"

/** What search and resume have in common: how to search, who measures, where the log goes and when to stop. */
export const runOptions = {
  configuration: configurationOptions,
  measuring: trainerOptions,
  device,
  name: read("name", "NAME", runName, "Name of the run: its folder below --out"),
  out: text("out", "DIR", "Folder that the run's folder is made in"),
  maxTime: read("max-time", "TIME", timeSpan, "Stop at the next safe point after this time: 90s, 15m, 1h30m"),
  stopAtBest: onOff("stop-at-best", "Stop once the table's best architecture has been measured"),
  checkpointEvery: read("checkpoint-every", "N", positiveInteger, "Save the weights after every N trainings (default: 5)"),
  threads,
  json,
  quiet
}
