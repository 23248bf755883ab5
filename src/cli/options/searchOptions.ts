import { read, text } from "./flags.ts"
import { positiveInteger, seedNumber } from "./readNumber.ts"
import { runOptions } from "./runOptions.ts"

/** What only a new search can choose: a fork keeps its parent's space, data and seed. */
export const searchOptions = {
  space: text("space", "nasnet|nb201|FILE", "The search space: one by name, or a JSON file"),
  data: text("data", "NAME[:DIR]",
    "Images: mnist, mnist:DIR, fashion:DIR, cifar10:DIR, cifar100:DIR, folder:DIR; or of the shipped table: cifar10, cifar100, imagenet16-120"),
  imageSize: read("image-size", "S", positiveInteger, "Side that the images of folder:DIR are resized to (default: 32)"),
  measure: text("measure", "NAME", "What is measured; of the shipped table: valid, valid-single or valid-12"),
  seed: read("seed", "N", seedNumber, "Seed of every random draw"),
  ...runOptions
}
