import type { TrainerIdentity } from "../../core/search/event.ts"

/** How many trainings are done again, and why so many. */
export const redoing = (count: number, reached: number, trainings: number): string => {
  const what = count === 1 ? "1 training is done again" : `${count} trainings are done again`
  return `${what}: the nearest checkpoint was made after ${reached} of ${trainings}`
}

/** Another trainer does again what one did that is not here. */
export const foreignSentence = (theirs: TrainerIdentity, ours: TrainerIdentity): string => {
  const [then, now] = theirs.name === ours.name
    ? [`version ${theirs.version} of the trainer`, `version ${ours.version}`]
    : [`trainer ${theirs.name}`, `trainer ${ours.name}`]
  return `steps that ${then} measured are trained again by ${now}, so their losses are not compared`
}

/** Nobody reads a long list. */
const mostNamed = 3

/** Weights come out otherwise; `exact` are the places of those of then. */
export const inexactSentence = ({ name }: TrainerIdentity, exact: readonly number[]): string =>
  `${name} on this device is not deterministic, so that the weights come out a little otherwise than then; `
  + `a fork has those of then at --at ${exact.slice(-mostNamed).join(", ")}`
