import type { EstimatorState } from "./estimator.ts"

/** The states of several estimators as one: those of estimator m have their names behind `m.`. */
export const jointState = (states: readonly EstimatorState[]): EstimatorState =>
  Object.fromEntries(states.flatMap((state, m) =>
    Object.entries(state).map(([name, value]): [string, Float64Array | number] => [`${m}.${name}`, value])))

/** What belongs to estimator m, under its own names. */
export const stateOf = (joint: EstimatorState, m: number): EstimatorState => {
  const prefix = `${m}.`
  return Object.fromEntries(Object.entries(joint)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]))
}
