import type { Input } from "../estimator/input.ts"
import type { Target } from "../estimator/target.ts"
import type { Weighting } from "../estimator/weightedLoss.ts"
import { fitKind } from "../estimator/fitKind.ts"
import type { Configuration, EstimatorConfiguration } from "../search/configuration.ts"
import { changed, type ConfigurationChanges } from "../search/configurationChanges.ts"

/** An estimator that is to be judged. */
export interface Choice {
  /** its name, or the name of a user's own file */
  readonly label: string
  readonly name: EstimatorConfiguration["name"]
  readonly own: EstimatorConfiguration["own"]
}

/** Values that are all tried, each with each; an empty list leaves an option as it is. */
export interface GridAxes {
  /** how many of the last measured architectures are learned from; null: all */
  readonly memory: readonly (number | null)[]
  readonly weight: readonly Weighting[]
  readonly target: readonly Target[]
  readonly input: readonly Input[]
  readonly members: readonly number[]
}

/** One estimator with one value of each axis. */
export interface GridPoint {
  /** such as `lstm memory=50 weight=none`: the axes that have several values */
  readonly name: string
  readonly choice: Choice
  /** undefined: nobody said */
  readonly memory: number | null | undefined
  readonly weight: Weighting | undefined
  readonly target: Target | undefined
  readonly input: Input | undefined
  readonly members: number | undefined
}

/** The mean and the line in the step number read no architecture: only the memory makes them another one. */
const isBaseline = ({ name }: Choice): boolean => name === "mean" || name === "steps"

/** The axes that make an estimator another one; a mixture counts as one that draws, whatever its parts. */
const axesOf = (choice: Choice, axes: GridAxes): GridAxes => {
  if (isBaseline(choice)) return { memory: axes.memory, weight: [], target: [], input: [], members: [] }
  return fitKind({ name: choice.name, parts: ["lstm"] }) === "passes" ? axes : { ...axes, members: [] }
}

const axisNames = ["memory", "weight", "target", "input", "members"] as const

/** How many candidates a grid has, without making it. */
export const gridSize = (choices: readonly Choice[], axes: GridAxes): number =>
  choices.reduce((sum, choice) => {
    const own = axesOf(choice, axes)
    return sum + axisNames.reduce((product, axis) => product * Math.max(1, own[axis].length), 1)
  }, 0)

const word = (value: string | number | null): string => (value === null ? "all" : String(value))

/** Every choice with every combination of the axes that concern it, the last axis changing fastest. */
export const refitGrid = (choices: readonly Choice[], axes: GridAxes): readonly GridPoint[] =>
  choices.flatMap((choice) => {
    const own = axesOf(choice, axes)
    const start: readonly GridPoint[] = [{
      name: choice.label, choice,
      memory: undefined, weight: undefined, target: undefined, input: undefined, members: undefined
    }]
    return axisNames.reduce((points, axis) => {
      const values: readonly (string | number | null)[] = own[axis]
      return values.length === 0 ? points : points.flatMap((point) => values.map((value): GridPoint => ({
        ...point,
        [axis]: value,
        name: values.length === 1 ? point.name : `${point.name} ${axis}=${word(value)}`
      })))
    }, start)
  })

const isOwn = (choice: Choice, { name, own }: EstimatorConfiguration): boolean =>
  choice.name === name && choice.own?.digest === own?.digest

/** A log's configuration with what was said for all candidates, and with what makes this one. */
const settled = (logged: Configuration, said: ConfigurationChanges, { choice, ...point }: GridPoint): Configuration => {
  const { estimator, ...rest } = changed(logged, said)
  const natural: Partial<EstimatorConfiguration> = isOwn(choice, logged.estimator) || said.estimator?.input !== undefined
    ? {}
    : { input: "one-hot" }
  const asked: EstimatorConfiguration = {
    ...estimator,
    ...natural,
    name: choice.name,
    own: choice.own,
    ...(point.target === undefined ? {} : { target: point.target }),
    ...(point.input === undefined ? {} : { input: point.input }),
    ...(point.members === undefined ? {} : { members: point.members }),
    ...(isBaseline(choice) ? { target: "loss" } as const : {})
  }
  return {
    ...rest,
    weighting: point.weight ?? rest.weighting,
    estimator: fitKind(asked) === "passes" ? asked : { ...asked, members: 1 }
  }
}

/**
 * The configuration that a candidate is fitted under on a log. The log's own estimator keeps the log's options;
 * another one reads the chosen operations as 0 and 1 unless the input was said. What draws nothing has one member. A
 * score of a rank is not bound to the range of a loss: where the target becomes the rank, the head is affine unless
 * it was said.
 */
export const candidateConfiguration = (
  logged: Configuration,
  said: ConfigurationChanges,
  point: GridPoint
): Configuration => {
  const configuration = settled(logged, said, point)
  const { estimator } = configuration
  const becomesRank = estimator.target === "rank" && logged.estimator.target !== "rank"
  return becomesRank && said.estimator?.head === undefined
    ? { ...configuration, estimator: { ...estimator, head: "affine" } }
    : configuration
}
