/** Options of a search that really trains, on the embedded digits, in two or three seconds: 10 trainings of 6 batches. */
export const smallOnImages = [
  "--warmup", "3", "--steps", "4", "--channels", "4", "--layers", "3", "--batch", "32",
  "--images-per-training", "180", "--validation-images", "96",
  "--set", "estimator.warmUpPasses=6", "--set", "estimator.passes=3", "--checkpoint-every", "4"
]
