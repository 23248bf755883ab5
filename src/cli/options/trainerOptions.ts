import { engines } from "../../effects/trainer/engines.ts"
import { onOff, readOrSay, text } from "./flags.ts"
import { trainerChoice, trainerForms } from "./trainerChoice.ts"

const summaries = engines.map(({ name, summary }) => `${name}, ${summary}`).join("; ")

/** Who measures, and how a table of one's own is read. */
export const trainerOptions = {
  trainer: readOrSay("trainer", trainerForms, trainerChoice,
    `Who measures: an engine that trains on images (${summaries}); the table that comes with pvll; or a CSV or NDJSON file`),
  architectureColumn: text("architecture-column", "NAME", "Column of the table that holds the architectures"),
  lossColumn: text("loss-column", "NAME", "Column of the validation loss"),
  accuracyColumn: text("accuracy-column", "NAME", "Column of the validation accuracy, where there is no loss: loss = 1 - accuracy"),
  testColumn: text("test-column", "NAME", "Column of the test accuracy, shown with the result and never searched on"),
  percent: onOff("percent", "Accuracies of the table are in per cent"),
  allowMissing: onOff("allow-missing", "The table need not hold every architecture: a missing one counts as failed")
}
