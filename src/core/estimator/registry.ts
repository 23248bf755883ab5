import { edgeCount, operationCount, type Space } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import type { EstimatorConfiguration, PartName } from "../search/configuration.ts"
import { autoencoder } from "./autoencoder.ts"
import { bilstm } from "./bilstm.ts"
import type { EstimatorContext } from "./context.ts"
import { ensemble } from "./ensemble.ts"
import type { Estimator, EstimatorState } from "./estimator.ts"
import { fitKind } from "./fitKind.ts"
import { gnn } from "./gnn.ts"
import { gp } from "./gp.ts"
import { knn } from "./knn.ts"
import { lstm } from "./lstm.ts"
import { mean } from "./mean.ts"
import { mixture } from "./mixture.ts"
import { mlp } from "./mlp.ts"
import { missing, own } from "./own.ts"
import { pairs } from "./pairs.ts"
import { ridge } from "./ridge.ts"
import { steps } from "./steps.ts"
import { trees } from "./trees.ts"

type Make = (context: EstimatorContext) => Estimator<EstimatorState>

/** Hides the kind of state that an estimator keeps: only its own functions look inside. */
const made = <S extends EstimatorState>(make: (context: EstimatorContext) => Estimator<S>): Make =>
  make as unknown as Make

/** Every estimator that stands alone. To add one: a file of its own, and a line here. */
export const estimators: { readonly [name in PartName]: Make } = {
  lstm: made(lstm),
  bilstm: made(bilstm),
  mlp: made(mlp),
  gnn: made(gnn),
  autoencoder: made(autoencoder),
  ridge: made(ridge),
  pairs: made(pairs),
  gp: made(gp),
  trees: made(trees),
  knn: made(knn),
  mean: made(mean),
  steps: made(steps)
}

/** Lanes that each part of a mixture has for its members. */
const lanesOfPart = 64

/** One estimator, or an ensemble where the configuration asks for members. */
const withMembers = (context: EstimatorContext, make: Make, at: number): Estimator<EstimatorState> => {
  const members = Array.from({ length: context.configuration.members }, (_, m) =>
    make({ ...context, lane: at * lanesOfPart + m }))
  return members.length === 1 ? members[0]! : ensemble(members)
}

/** An estimator of one name; an ensemble where the configuration asks for members and they would differ. */
export const part = (context: EstimatorContext, name: PartName, at: number): Estimator<EstimatorState> =>
  fitKind({ name, parts: [] }) === "passes"
    ? withMembers(context, estimators[name], at)
    : estimators[name]({ ...context, lane: at * lanesOfPart })

/** The user's own estimator that the configuration names; an `EstimatorFault` where its code is not at hand. */
const ownEstimator = ({ environment, configuration }: EstimatorContext): Make => {
  const { file, digest } = configuration.own ?? { file: "own", digest: "" }
  const make = environment.own?.get(digest)
  if (make === undefined) throw missing(file, digest)
  return own(make, file)
}

/** The estimator that a configuration names. */
export const estimatorFor = (
  environment: Environment,
  space: Space,
  seed: number,
  configuration: EstimatorConfiguration
): Estimator<EstimatorState> => {
  const context = {
    environment, space, seed, configuration, lane: 0, edges: edgeCount(space), operations: operationCount(space)
  }
  switch (configuration.name) {
    case "own":
      return withMembers(context, ownEstimator(context), 0)
    case "mixture":
      // A search of none is refused when it begins (`unsound`); a foreign log may hold one.
      return configuration.parts.length === 0
        ? estimators.mean(context)
        : mixture(configuration.parts.map((name, at) => part(context, name, at)))
    default:
      return part(context, configuration.name, 0)
  }
}
