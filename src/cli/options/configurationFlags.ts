import * as Flag from "effect/cli/Flag"
import type * as Option from "effect/Option"
import { mostBatch, mostChannels, mostLayers } from "../../effects/trainer/network/limits.ts"
import { choicesOf } from "./choices.ts"
import { type EstimatorChoice, estimatorChoice, estimatorNames } from "./estimatorChoice.ts"
import { choice, read, readOrSay, real, text, whole } from "./flags.ts"
import { someOrAll, someOrNever, upTo } from "./readNumber.ts"

type Value = string | number | null | EstimatorChoice
type ValueFlag = Flag.Flag<Option.Option<Value>>

/** An option of the configuration that has a flag of its own. */
interface ConfigurationFlag {
  readonly path: string
  readonly name: string
  readonly flag: ValueFlag
}

const option = <Details extends readonly unknown[]>(
  path: string,
  name: string,
  kind: (name: string, ...details: Details) => ValueFlag,
  ...details: Details
): ConfigurationFlag => ({ path, name, flag: kind(name, ...details) })

/** More names than these stand in the description, where there is room for them. */
const fewNames = 4

/** An option that takes the names that the configuration takes there. */
const pick = (path: string, name: string, description: string): ConfigurationFlag => {
  const names = choicesOf(path)
  return names.length <= fewNames
    ? option(path, name, choice, names, description)
    : { path, name, flag: choice(name, names, `${description}: ${names.join(", ")}`).pipe(Flag.withMetavar("NAME")) }
}

const order = (name: string, description: string): ValueFlag =>
  Flag.ChoiceWithValue(name, [["1", 1], ["2", 2]]).pipe(
    Flag.withMetavar("1|2"),
    Flag.withDescription(description),
    Flag.optional
  )

/** All others are reached by `--set` and by a configuration file. */
const options: readonly ConfigurationFlag[] = [
  option("warmUp", "warmup", whole, "N", "Architectures of the warm-up population (Algorithm 1, line 1)"),
  option("steps", "steps", whole, "T", "Search steps in all, the warm-up not counted (Algorithm 1, line 12)"),
  option("order", "order", order, "2: train the sampled network before it is measured; 1: measure it as it is"),
  pick("sampler", "sampler", "Who chooses what is measured next (docs/samplers.md)"),
  option("proposal.candidates", "candidates", whole, "N", "Draws from A among which psi chooses; 1: the draw is taken as it is"),
  option("proposal.optimism", "optimism", real, "B", "psi chooses by its mean minus B of its deviations"),
  option("proposal.exploration", "exploration", real, "P", "Probability of a uniform draw in place of one from A"),
  option("proposal.restartAfter", "restart-after", read, "N|never", someOrNever,
    "A starts again after N measurements without a better one"),
  option("proposal.restartDraws", "restart-draws", whole, "N", "Uniform draws that follow a restart"),
  pick("proposal.noise", "proposal-noise", "Noise of a draw: as it is, or scaled by the importance of each operation"),
  option("proposal.population", "population", whole, "N", "Architectures that evolve, or that a sampler keeps as its best"),
  option("proposal.tournament", "tournament", whole, "N", "How many of them compete to be the parent"),
  option("temperature", "temperature", real, "TAU", "Temperature of Eq. 4"),
  pick("repeats", "repeats", "Whether a measured architecture may be drawn again"),
  option("memory", "memory", read, "N|all", someOrAll, "Measurements that the estimator remembers"),
  pick("weighting", "weight", "Weights of Eq. 8"),
  option("weightFloor", "weight-floor", real, "P", "Smallest distance p of Eq. 8"),
  option("initialScale", "initial-scale", real, "S", "The architecture parameters start at S times N(0, 1)"),
  pick("ranking", "ranking", "What the genotype is ranked by"),
  option("estimator.name", "estimator", readOrSay, "NAME|FILE", estimatorChoice,
    `The estimator of the validation loss: ${estimatorNames.join(", ")}; or a .ts or .js file of your own (docs/estimators.md)`),
  option("estimator.members", "members", whole, "N", "A deep ensemble of so many, for estimators that draw"),
  option("estimator.parts", "parts", text, "NAME,NAME", "What a mixture mixes"),
  pick("estimator.input", "input", "What the estimator reads: H as it was drawn, or the chosen operations as 0 and 1"),
  pick("estimator.target", "target", "What it predicts: the loss, or a score of its rank in the memory"),
  option("estimator.hidden", "hidden", whole, "H", "Hidden size of the networks"),
  pick("estimator.head", "head", "Last layer of the networks"),
  option("estimator.forgetBias", "forget-bias", real, "B", "The forget gate of an LSTM starts this much higher"),
  option("estimator.learningRate", "learning-rate", real, "R", "Learning rate of the estimator (see --training-learning-rate)"),
  option("estimator.weightDecay", "fit-weight-decay", real, "D", "Weight decay of the estimator, decoupled from the gradient"),
  option("estimator.batch", "fit-batch", whole, "B", "Mini-batch of the estimator's fit"),
  pick("estimator.batches", "batches", "A pass goes through the memory in a random order, or is one mini-batch drawn with the newest in it"),
  option("estimator.warmUpPasses", "warmup-passes", whole, "N", "Passes of the fit after the warm-up"),
  option("estimator.passes", "passes", whole, "N", "Most passes of the fit after each later step"),
  option("estimator.stopTau", "stop-tau", real, "TAU", "A fit ends once Kendall's tau on the memory exceeds this"),
  option("estimator.ridge", "ridge", real, "L", "Penalty of the ridge regressions"),
  option("estimator.neighbours", "neighbours", whole, "N", "Nearest measured architectures that knn averages"),
  option("estimator.rounds", "rounds", whole, "N", "Rounds of message passing of the graph networks"),
  option("estimator.trees", "trees", whole, "N", "Boosted trees"),
  option("estimator.depth", "depth", whole, "N", "How deep each of them is"),
  option("estimator.shrinkage", "shrinkage", real, "S", "The share of each of them that counts"),
  option("architectureStep.learningRate", "architecture-learning-rate", real, "R", "Learning rate of A (Eq. 10)"),
  option("architectureStep.weightDecay", "architecture-weight-decay", real, "D", "Weight decay of A"),
  pick("architectureStep.objective", "objective", "What the step of A minimises"),
  option("architectureStep.updates", "updates", whole, "N", "Steps of A after each measurement"),
  pick("architectureStep.noise", "noise", "Noise of Eq. 10: of the architecture just measured, or new"),
  option("architectureStep.noises", "noises", whole, "N", "New draws of noise that a step of A averages over (with --noise fresh)"),
  option("architectureStep.temperature", "gradient-temperature", real, "TAU", "Temperature of the softmax that is differentiated"),
  option("training.channels", "channels", read, "C", upTo(mostChannels), "Channels of the super-network"),
  option("training.layers", "layers", read, "L", upTo(mostLayers), "Cells of the super-network"),
  option("training.batch", "batch", read, "B", upTo(mostBatch), "Mini-batch of the super-network's training"),
  option("training.images", "images", read, "N|all", someOrAll, "Images of the data set that are used"),
  option("training.epochs", "epochs", whole, "N", "Passes over the training half that one training makes"),
  option("training.learningRate", "training-learning-rate", real, "R", "Learning rate of the super-network, at the start"),
  option("training.imagesPerTraining", "images-per-training", read, "N|all", someOrAll,
    "Images that one training sees, in place of whole passes"),
  option("training.validationImages", "validation-images", read, "N|all", someOrAll, "Images that one measurement reads"),
  pick("training.augmentation", "augmentation", "Random crops and flips while training"),
  pick("training.validationStatistics", "validation-statistics", "Batch normalisation while measuring: by the batch, or by running means")
]

/** The flags, by their place in the configuration. */
export const configurationFlags: { readonly [path: string]: ValueFlag } =
  Object.fromEntries(options.map(({ path, flag }) => [path, flag]))

/** Those of the estimator and of how it is fitted, its name excepted. */
export const fitFlags: typeof configurationFlags = Object.fromEntries(options
  .filter(({ path }) => (path.startsWith("estimator.") && path !== "estimator.name") || path.startsWith("weight"))
  .map(({ path, flag }) => [path, flag]))

/** `--name` of an option's flag. */
export const flagName = (path: string): string => `--${options.find((option) => option.path === path)?.name ?? path}`
