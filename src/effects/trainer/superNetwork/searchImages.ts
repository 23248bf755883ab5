import * as Effect from "effect/Effect"
import type { Assignment } from "../../../core/search/command.ts"
import type { TrainingConfiguration } from "../../../core/search/configuration.ts"
import { type Augmentation, augmentationOf } from "../../data/augmentation.ts"
import { DataError, type ImageData, type ImageSet } from "../../data/imageData.ts"
import { epochOf, imagesAt } from "../../data/imageOrder.ts"
import { firstImages } from "../../data/imageSets.ts"
import { normalisationOf, normalisedLevels } from "../../data/normalisation.ts"
import { type Halves, halfSizes, splitHalves } from "../../data/split.ts"
import type { BatchSource } from "../../data/writeBatch.ts"
import { TrainerError } from "../Trainer.ts"

/** The images of a search: what `training.images` leaves of the training set, split, with the test set beside it. */
export interface SearchImages {
  readonly seed: number
  readonly halves: Halves
  readonly training: BatchSource
  /** normalised like the training set */
  readonly test: BatchSource
}

/** Some images to be shown to the network at once. */
export interface Batch {
  readonly source: BatchSource
  /** indices of the source's set */
  readonly images: Uint32Array
  readonly augmentations: readonly Augmentation[] | undefined
}

const countOf = (data: ImageData, limit: number | null): number => Math.min(limit ?? data.training.count, data.training.count)

/** Throws where all images show the same: every network then has the same loss, and there is nothing to search. */
const checkClasses = ({ identity, training }: ImageData, { count, labels }: ImageSet): void => {
  if (labels.some((label) => label !== labels[0])) return
  const of = count < training.count
    ? `the first ${count} of the ${training.count} images of ${identity.name} that a search may see are`
    : `the ${count} images of ${identity.name} that a search may see are`
  throw new DataError({
    message: `${of} all of one class, so that every architecture is equally good: `
      + `${count < training.count ? "use more of them (--images)" : "give images of at least 2 classes"}`
  })
}

/**
 * The first `limit` images of the training set (null: all). Fails where no two halves can be made of them, and where
 * they are of one class.
 */
export const searchImages = (
  data: ImageData, seed: number, limit: number | null
): Effect.Effect<SearchImages, TrainerError> =>
  Effect.try({
    try: () => {
      const used = firstImages(data.training, limit)
      const halves = splitHalves(seed, used.count)
      checkClasses(data, used)
      const levels = normalisedLevels(normalisationOf(used, data.channels))
      const source = (set: ImageSet): BatchSource => ({ shape: data, set, levels })
      return { seed, halves, training: source(used), test: source(data.test) }
    },
    // A `DataError`, which says it in one sentence.
    catch: (cause) => new TrainerError({ message: cause instanceof Error ? cause.message : String(cause) })
  })

/** Images that one training of a sub-network sees. */
export const imagesPerTraining = ({ halves }: SearchImages, { training }: Assignment): number =>
  training.imagesPerTraining ?? training.epochs * halves.training.length

/** Images that one measurement reads. */
export const validationImages = ({ halves }: SearchImages, { training }: Assignment): number =>
  Math.min(training.validationImages ?? halves.validation.length, halves.validation.length)

/** Images of the largest batch that these options ever run: no set needs to be larger than a batch. */
export const largestBatch = (data: ImageData, training: TrainingConfiguration): number => {
  const count = countOf(data, training.images)
  const { training: trained, validation } = halfSizes(count)
  const seen = training.imagesPerTraining ?? training.epochs * trained
  const measured = Math.min(training.validationImages ?? validation, validation)
  return Math.min(training.batch, Math.max(seen, measured, data.test.count))
}

/** About so many images are ordered at once: a permutation of the half is drawn for each time. */
const orderedAtOnce = 65536

/**
 * The batches of one training, the last one smaller where need be. The images of all trainings of a search are one
 * endless sequence of passes over the training half; each training takes its part of it, wherever that begins.
 */
export function* trainingBatches(search: SearchImages, assignment: Assignment): Generator<Batch> {
  const { seed, halves, training: source } = search
  const { batch, augmentation } = assignment.training
  const count = imagesPerTraining(search, assignment)
  const start = assignment.trainings * count
  const chunk = Math.ceil(orderedAtOnce / batch) * batch
  for (let from = 0; from < count; from += chunk) {
    const ordered = imagesAt(seed, halves.training, start + from, Math.min(chunk, count - from))
    for (let i = 0; i < ordered.length; i += batch) {
      const images = ordered.subarray(i, i + batch)
      const augmentations = augmentation === "none" ? undefined : Array.from(images, (image, k) =>
        augmentationOf(seed, epochOf(start + from + i + k, halves.training.length), image, augmentation))
      yield { source, images, augmentations }
    }
  }
}

function* inOrder(source: BatchSource, images: Uint32Array, batch: number): Generator<Batch> {
  for (let i = 0; i < images.length; i += batch) {
    yield { source, images: images.subarray(i, i + batch), augmentations: undefined }
  }
}

/** The validation half's first images, as they are. */
export const validationBatches = (search: SearchImages, assignment: Assignment): Generator<Batch> =>
  inOrder(
    search.training, search.halves.validation.subarray(0, validationImages(search, assignment)), assignment.training.batch
  )

/** All test images, as they are. */
export const testBatches = ({ test }: SearchImages, batch: number): Generator<Batch> =>
  inOrder(test, Uint32Array.from({ length: test.set.count }, (_, image) => image), batch)
