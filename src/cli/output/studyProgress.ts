import type { StudyPosition } from "../../effects/study/executeRuns.ts"
import { duration, grouped } from "./numbers.ts"
import type { Position } from "./progress.ts"

/** Runs that are named while they are worked on. */
const mostNamed = 2

/** How far a study is: runs that are through, time left, and what is being worked on. */
export const studyPosition = ({ done, total, failed, secondsLeft, working }: StudyPosition): Position => {
  const part = working.reduce((sum, { measured, planned }) => sum + measured / Math.max(1, planned), 0)
  const names = working.slice(0, mostNamed).map(({ name, measured, planned }) => `${name} (${measured}/${planned})`)
  const more = working.length - names.length
  const text = [
    `${grouped(done)}/${grouped(total)} runs`,
    ...(failed === 0 ? [] : [`${grouped(failed)} failed`]),
    ...(secondsLeft === null || done === total ? [] : [`${duration(secondsLeft)} left`]),
    ...names,
    ...(more > 0 ? [`and ${more} more`] : [])
  ].join(", ")
  return { done: done + failed + Math.min(part, working.length), total, note: "", text }
}
