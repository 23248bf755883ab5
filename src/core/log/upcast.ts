/** An event as a line holds it: `data` is plain JSON, in the form of the line's format version. */
export interface RawEvent {
  readonly type: string
  readonly data: unknown
}

/** Turns an event of one format version into the same event of the next one. */
export type Upcast = (stored: RawEvent) => RawEvent

type Json = Readonly<Record<string, unknown>>

const isObject = (u: unknown): u is Json => typeof u === "object" && u !== null && !Array.isArray(u)

/** Format 1 to 2: the options of training on images, which format 1 had no trainer for. */
const imageOptions = {
  images: null, imagesPerTraining: null, validationImages: null,
  augmentation: "crop-and-flip", validationStatistics: "batch"
}

const nameImageOptions: Upcast = (stored) => {
  const { type, data } = stored
  if (type !== "configured" || !isObject(data) || !isObject(data["configuration"])) return stored
  const { training } = data["configuration"]
  if (!isObject(training)) return stored
  return { type, data: { ...data, configuration: { ...data["configuration"], training: { ...training, ...imageOptions } } } }
}

/** Format 2 to 3: more estimators, and ways to choose among several draws. */
const estimatorOptions = {
  own: null, members: 1, parts: ["lstm", "gp"], input: "soft", target: "loss", forgetBias: 0, weightDecay: 0,
  batches: "passes", neighbours: 5, rounds: 3, trees: 100, depth: 3, shrinkage: 0.1
}
const proposal = {
  candidates: 1, optimism: 1, exploration: 0, restartAfter: null, restartDraws: 10, noise: "plain",
  population: 10, tournament: 5
}

const nameEstimatorOptions: Upcast = (stored) => {
  const { type, data } = stored
  if (type !== "configured" || !isObject(data) || !isObject(data["configuration"])) return stored
  const { estimator } = data["configuration"]
  if (!isObject(estimator)) return stored
  const configuration = { ...data["configuration"], proposal, estimator: { ...estimator, ...estimatorOptions } }
  return { type, data: { ...data, configuration } }
}

/**
 * `upcasts[i]` leads from format i + 1 to format i + 2. A change of the format adds one here, at the end,
 * and a golden log of the format before it to the tests; stored logs are never rewritten.
 */
const upcasts: readonly Upcast[] = [nameImageOptions, nameEstimatorOptions]

/** The format that is written. */
export const formatVersion = upcasts.length + 1

/** An event of a readable version (1 to `formatVersion`) in today's form. */
export const upcast = (version: number, stored: RawEvent): RawEvent =>
  version === formatVersion ? stored : upcasts.slice(version - 1).reduce((event, step) => step(event), stored)
