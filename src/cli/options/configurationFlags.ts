import * as Flag from "effect/cli/Flag"
import type * as Option from "effect/Option"
import { mostBatch, mostChannels, mostLayers } from "../../effects/trainer/wasm/network/limits.ts"
import { choice, read, real, whole } from "./flags.ts"
import { someOrAll, upTo } from "./readNumber.ts"

type Value = string | number | null
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
  option("sampler", "sampler", choice, ["landscape", "uniform"], "Draw from the learned landscape (Eq. 4) or uniformly"),
  option("temperature", "temperature", real, "TAU", "Temperature of Eq. 4"),
  option("repeats", "repeats", choice, ["allow", "avoid"], "Whether a measured architecture may be drawn again"),
  option("memory", "memory", read, "N|all", someOrAll, "Measurements that the estimator remembers"),
  option("weighting", "weight", choice, ["paper", "loss", "none"], "Weights of Eq. 8"),
  option("weightFloor", "weight-floor", real, "P", "Smallest distance p of Eq. 8"),
  option("initialScale", "initial-scale", real, "S", "The architecture parameters start at S times N(0, 1)"),
  option("ranking", "ranking", choice, ["softmax", "raw"], "What the genotype is ranked by"),
  option("estimator.name", "estimator", choice, ["lstm", "ridge", "mean"], "The estimator of the validation loss"),
  option("estimator.hidden", "hidden", whole, "H", "Hidden size of the LSTM"),
  option("estimator.head", "head", choice, ["twice-sigmoid", "affine", "softplus"], "Last layer of the LSTM"),
  option("estimator.learningRate", "learning-rate", real, "R", "Learning rate of the estimator (see --training-learning-rate)"),
  option("estimator.batch", "fit-batch", whole, "B", "Mini-batch of the estimator's fit"),
  option("estimator.warmUpPasses", "warmup-passes", whole, "N", "Passes of the fit after the warm-up"),
  option("estimator.passes", "passes", whole, "N", "Most passes of the fit after each later step"),
  option("estimator.stopTau", "stop-tau", real, "TAU", "A fit ends once Kendall's tau on the memory exceeds this"),
  option("estimator.ridge", "ridge", real, "L", "Penalty of the ridge regression"),
  option("architectureStep.learningRate", "architecture-learning-rate", real, "R", "Learning rate of A (Eq. 10)"),
  option("architectureStep.weightDecay", "architecture-weight-decay", real, "D", "Weight decay of A"),
  option("architectureStep.objective", "objective", choice, ["psi", "psi-squared"], "What the step of A minimises"),
  option("architectureStep.updates", "updates", whole, "N", "Steps of A after each measurement"),
  option("architectureStep.noise", "noise", choice, ["measured", "fresh"], "Noise of Eq. 10: of the architecture just measured, or new"),
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
  option("training.augmentation", "augmentation", choice, ["none", "crop", "crop-and-flip"], "Random crops and flips while training"),
  option("training.validationStatistics", "validation-statistics", choice, ["batch", "running"],
    "Batch normalisation while measuring: by the batch, or by running means")
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
