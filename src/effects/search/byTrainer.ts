import type { TrainerWork } from "../../core/history/trainerWork.ts"
import { isSameTrainer } from "./presentTrainer.ts"

/** Parts of a log's past, in its order: neighbours that one and the same trainer did stand together. */
export const byTrainer = <One>(all: readonly One[], workOf: (one: One) => TrainerWork): readonly (readonly One[])[] => {
  const parts: One[][] = []
  for (const one of all) {
    const last = parts.at(-1)
    if (last !== undefined && isSameTrainer(workOf(last[0]!).trainer, workOf(one).trainer)) last.push(one)
    else parts.push([one])
  }
  return parts
}
