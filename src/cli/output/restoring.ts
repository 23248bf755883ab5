import type { TrainingPosition } from "../../effects/trainer/TrainingProgress.ts"
import { grouped, measure } from "./numbers.ts"

/** Trainings that are done again to bring the weights to a place: so many of so many are done. */
export interface Restoring {
  readonly done: number
  readonly of: number
}

export const restoringText = ({ done, of }: Restoring): string => `training again ${Math.min(done + 1, of)}/${of}`

export const positionText = ({ doing, images, of, loss }: TrainingPosition): string =>
  `${doing} ${grouped(images)}/${grouped(of)}, loss ${measure(Number.isFinite(loss) ? loss : null)}`
