import type { TrainingConfiguration } from "../../core/search/configuration.ts"
import { grouped } from "./numbers.ts"

const all = (count: number | null, what: string): string => (count === null ? what : `${grouped(count)} images`)

/** How a super-network is trained, in a line. */
export const networkText = (training: TrainingConfiguration): string => {
  const { channels, layers, batch, learningRate, epochs, imagesPerTraining, validationImages, augmentation } = training
  const passes = epochs === 1 ? "the training half" : `${epochs} passes over the training half`
  return `C = ${channels}, L = ${layers}, batch ${batch}, learning rate ${learningRate}, augmentation ${augmentation}; `
    + `a training sees ${all(imagesPerTraining, passes)}, a measurement ${all(validationImages, "the validation half")}`
}
