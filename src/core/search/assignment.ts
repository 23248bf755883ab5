import { printArchitecture } from "../architecture/notation.ts"
import type { Space } from "../architecture/space.ts"
import type { Assignment } from "./command.ts"
import type { Configuration } from "./configuration.ts"
import { learningRate } from "./schedule.ts"
import type { OpenSample } from "./state.ts"

/** `first`: the warm-up pass that trains without measuring; `measuring`: every later turn of a step. */
export type Pass = "first" | "measuring"

/**
 * Trainings before this turn of a step: each warm-up pass trains N times, then every search step trains once with the
 * 2nd order and never with the 1st.
 */
const trainingsBefore = ({ warmUp, order }: Configuration, step: number, pass: Pass): number => {
  if (pass === "first") return step - 1
  return order === 2 || step <= warmUp ? warmUp + step - 1 : 2 * warmUp
}

/** What a trainer gets for a drawn architecture under the configuration that is in force. */
export const assignmentOf = (
  space: Space,
  configuration: Configuration,
  { step, architecture, weights }: Pick<OpenSample, "step" | "architecture" | "weights">,
  pass: Pass
): Assignment => ({
  step,
  architecture,
  printed: printArchitecture(space, architecture),
  weights,
  training: configuration.training,
  learningRate: learningRate(configuration, step),
  trainings: trainingsBefore(configuration, step, pass)
})

/** Whether the network of a step is trained before it is measured (2nd order, and always in the warm-up). */
export const trainsBeforeMeasuring = ({ warmUp, order }: Configuration, step: number): boolean => step <= warmUp || order === 2
