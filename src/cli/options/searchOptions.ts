import { read, text } from "./flags.ts"
import { seedNumber } from "./readNumber.ts"
import { runOptions } from "./runOptions.ts"

/** What only a new search can choose: a fork keeps its parent's space, data and seed. */
export const searchOptions = {
  space: text("space", "nb201|nasnet|FILE", "The search space: one by name, or a JSON file"),
  data: text("data", "NAME", "Data set; of the shipped table: cifar10, cifar100 or imagenet16-120"),
  measure: text("measure", "NAME", "What is measured; of the shipped table: valid, valid-single or valid-12"),
  seed: read("seed", "N", seedNumber, "Seed of every random draw"),
  ...runOptions
}
