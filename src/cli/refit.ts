import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json, log, quiet, threads } from "./options/common.ts"
import { fitFlags } from "./options/configurationFlags.ts"
import { configurationOptions, givenChanges } from "./options/configurationOptions.ts"
import { estimatorList, estimatorNames } from "./options/estimatorList.ts"
import { read, readOrSay } from "./options/flags.ts"
import { foldCount, someOrAll } from "./options/readNumber.ts"
import { print, printJson } from "./output/print.ts"

export const refit = Command.make("refit", {
  logs: Argument.atLeast(log, 1),
  estimators: readOrSay("estimator", "NAME[,NAME]", estimatorList, `Estimators to compare (default: ${estimatorNames.join(",")})`),
  memory: read("memory", "N|all", someOrAll, "Fit to the last N measured architectures only (default: all)"),
  folds: read("folds", "K", foldCount, "Parts of the cross-validation (default: 5)"),
  config: configurationOptions.config,
  set: configurationOptions.set,
  flags: fitFlags,
  threads,
  json,
  quiet
}, Effect.fnUntraced(function*({ logs, estimators, memory, folds, config, set, flags, json, quiet }) {
  const changes = yield* givenChanges({ preset: Option.none(), config, set, flags })
  const { refitLog } = yield* load(() => import("../effects/history/refitLog.ts"))
  const { refitDocument, refitText } = yield* load(() => import("./output/refitted.ts"))
  const { standardErrorProgress } = yield* load(() => import("./output/progress.ts"))
  const results = yield* Effect.forEach(logs, (log) => {
    const progress = standardErrorProgress(quiet)
    return Effect.map(refitLog(log, {
      estimators: Option.getOrElse(estimators, () => estimatorNames),
      changes,
      memory: Option.getOrElse(memory, () => null),
      folds: Option.getOrElse(folds, () => 5),
      report: (done, total, note) => progress.report({ done, total, note })
    }), (estimators) => ({ log, estimators })).pipe(Effect.ensuring(Effect.sync(progress.end)))
  })
  yield* json ? printJson(refitDocument(results)) : print(...refitText(results))
})).pipe(
  Command.withDescription("Fit estimators again to what logs measured, and compare what each one predicts of architectures that it did not see"),
  Command.withShortDescription("Compare estimators on a log"),
  Command.withExamples([
    { command: "pvll refit logs/example-nb201", description: "What the LSTM is worth beside ridge regression and the mean" },
    { command: "pvll refit logs/example-nb201 --estimator lstm --hidden 32 --head affine", description: "Another LSTM" }
  ])
)
