import { type Bounds, lossRange } from "../../core/theory/bounds.ts"
import { grouped, significant } from "./numbers.ts"

/** A count; beyond what is exact, its size. */
const count = (value: number): string => (value < 1e15 ? grouped(value) : value.toExponential(2))

/** 1 - delta, as a subtraction where its digits would not show it. */
const chance = (delta: number): string => {
  const kept = Number((1 - delta).toPrecision(12))
  return `with probability at least ${kept < 1 && kept > 0 ? kept : `1 - ${delta}`}`
}

const whereItSaysNothing = ({ vacuous, vacuousUpTo }: Bounds): readonly string[] => {
  if (vacuous) {
    return [
      `  This says nothing: the theorem's constant belongs to losses in an interval of width ${lossRange}, such as (0, 2) of the`,
      `  paper's head, and these are never further apart. It begins to say something at T = ${count(vacuousUpTo + 1)}.`
    ]
  }
  const from = vacuousUpTo === 0 ? "" : `; up to T = ${count(vacuousUpTo)} it says nothing`
  return [`  It holds for losses in an interval of width ${lossRange}, such as (0, 2) of the paper's head${from}.`]
}

const samplesFor = ({ epsilon, samplesNeeded, samples }: Bounds): readonly string[] =>
  epsilon === null || samplesNeeded === null
    ? []
    : [
      `  For a difference of at most ${epsilon} it takes T = ${count(samplesNeeded)}${
        samplesNeeded > samples ? `: ${count(samplesNeeded - samples)} more than ${count(samples)}` : ", which is reached"}.`
    ]

const theorem1 = (answer: Bounds): readonly string[] => {
  const { dimension, delta, samples, bound } = answer
  return [
    "Theorem 1: the loss on the measured architectures, and the loss on all",
    `  |L_T - L| < sqrt(2 (d + ln(2/delta)) / T) = ${significant(bound, 5)}`,
    `  where d = ${dimension}, delta = ${delta}, T = ${count(samples)}`,
    `  In words: ${chance(delta)}, what any estimator psi of this kind loses on ${count(samples)} measured`,
    `  architectures is less than ${significant(bound, 3)} away from what it loses on all architectures.`,
    ...whereItSaysNothing(answer),
    ...samplesFor(answer)
  ]
}

const theorem2 = (answer: Bounds): readonly string[] => {
  const { delta, epsilon, population, populationError, labels, samplesNeeded } = answer
  if (population === null || populationError === null || labels === null) {
    return ["Theorem 2 is about an error and a number of architectures to choose from: give --epsilon, --population or both."]
  }
  const all = Math.floor(population * (1 + 1e-12))
  const asked = Math.ceil(labels * (1 - 1e-12))
  const covered = epsilon === null || epsilon <= populationError * (1 + 1e-12)
  return [
    "Theorem 2: how many measurements the method asks for",
    `  labels of order sqrt(N (d + ln(2/delta))) = ${significant(labels, 5)}`,
    `  for an error of at most sqrt((8/N) (d + ln(2/delta))) = ${significant(populationError, 5)}, where N = ${count(all)}`,
    `  In words: ${chance(delta)}, the method learns psi to such an error with about ${count(asked)} measurements`,
    `  of ${count(all)} architectures to choose from, up to a constant factor that the paper does not give.`,
    ...(asked < all ? [] : ["  This says nothing: it is no fewer than there are architectures."]),
    ...(covered ? [] : [
      `  It does not speak of an error as large as ${epsilon}, for so many architectures only of ${
        significant(populationError, 3)} and less.`
    ]),
    ...(epsilon === null || !covered || samplesNeeded === null
      ? []
      : [`  Architectures drawn without regard to psi take ${count(samplesNeeded)} for ${epsilon}, by Theorem 1.`])
  ]
}

/** Both theorems in numbers and in words. */
export const boundsText = (answer: Bounds): readonly string[] => [...theorem1(answer), "", ...theorem2(answer)]
