import type { Problem } from "../../core/codec/problem.ts"
import { closest } from "../closest.ts"

/** One sentence about one problem of a value: where it is (`name` where that says more), what was found and what is expected. */
export const problemSentence = (problem: Problem, name?: string): string => {
  if (problem.kind === "invalid") {
    return `${name ?? (problem.path || "this")} is ${problem.actual} where ${problem.expected} is expected`
  }
  const level = problem.path.slice(0, problem.path.length - problem.key.length)
  const meant = closest(problem.key, problem.allowed)
  return `there is no option ${problem.path}; ${
    meant === null ? `the options ${level === "" ? "" : `of ${level.slice(0, -1)} `}are ${problem.allowed.join(", ")}` : `did you mean ${level}${meant}?`}`
}
