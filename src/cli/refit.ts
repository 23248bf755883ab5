import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { load } from "./load.ts"
import { json, log, quiet, threads } from "./options/common.ts"
import { configurationFlags, fitFlags } from "./options/configurationFlags.ts"
import { configurationOptions, givenChanges } from "./options/configurationOptions.ts"
import { estimatorList } from "./options/estimatorList.ts"
import { onOff, read, readOrSay, text } from "./options/flags.ts"
import { axesOf, gridOptions, gridPlaces, proposalPlaces } from "./options/gridOptions.ts"
import { foldCount, positiveInteger } from "./options/readNumber.ts"
import { trainerOptions } from "./options/trainerOptions.ts"

/** Options of a fit, those of which a refit takes several values left out, and of how a proposal is chosen. */
const flags = {
  ...Object.fromEntries(Object.entries(fitFlags).filter(([path]) => !gridPlaces.has(path))),
  ...Object.fromEntries(proposalPlaces.map((path) => [path, configurationFlags[path]!]))
}

export const refit = Command.make("refit", {
  logs: Argument.atLeast(log, 1),
  estimators: readOrSay("estimator", "NAME[,NAME|,FILE]", estimatorList,
    "Estimators to compare, all for every one, or files of your own (default: the log's own and the quick ones)"),
  ...gridOptions,
  folds: read("folds", "K", foldCount, "Parts of the cross-validation (default: 5)"),
  every: read("every", "N", positiveInteger,
    "One step ahead: a fit before every N steps (default: 1; about 25 fits in all where one learns in passes)"),
  top: read("top", "K", positiveInteger, "Precision at top K (default: a tenth of a fold)"),
  plot: text("plot", "FILE.svg", "Draw predictions against measurements, and the intervals of tau"),
  propose: onOff("propose",
    "What if: which architecture each estimator would have asked for at every step, and what a table knows of it"),
  ...trainerOptions,
  config: configurationOptions.config,
  set: configurationOptions.set,
  flags,
  threads,
  json,
  quiet
}, Effect.fnUntraced(function*(given) {
  const changes = yield* givenChanges({ preset: Option.none(), config: given.config, set: given.set, flags: given.flags })
  const asked = { ...given, changes, axes: axesOf(given), estimators: Option.getOrNull(given.estimators) }
  if (given.propose) {
    const { refitProposals } = yield* load(() => import("./refitProposals.ts"))
    return yield* refitProposals(asked)
  }
  const { refitFits } = yield* load(() => import("./refitFits.ts"))
  yield* refitFits(asked)
})).pipe(
  Command.withDescription(
    "Fit estimators again to what logs measured, and compare what each one predicts of architectures that it did not see. "
      + "Lists of values make a grid: each is tried with each"
  ),
  Command.withShortDescription("Compare estimators on logs"),
  Command.withExamples([
    { command: "pvll refit logs/example-nb201", description: "What the LSTM is worth beside simpler estimators" },
    {
      command: "pvll refit logs/example-nb201 --estimator lstm,gp --memory 50,100,all --weight paper,none",
      description: "A grid of memories and weights"
    },
    { command: "pvll refit logs/example-nb201 --estimator lstm --hidden 32 --head affine", description: "Another LSTM" },
    { command: "pvll refit logs/example-nb201 --propose --estimator gp", description: "What the Gaussian process would have asked for" }
  ])
)
