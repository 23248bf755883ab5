import * as t from "io-ts"
import { ArchitectureStep, Configuration, EstimatorConfiguration, Proposal, TrainingConfiguration } from "./configuration.ts"

const partial = <P extends t.Props>(codec: t.ExactC<t.TypeC<P>>) => t.exact(t.partial(codec.type.props))

/** The options that a fork or a longer run changes, and no others. */
export const ConfigurationChanges = t.exact(t.partial({
  ...Configuration.type.props,
  proposal: partial(Proposal),
  estimator: partial(EstimatorConfiguration),
  architectureStep: partial(ArchitectureStep),
  training: partial(TrainingConfiguration)
}), "ConfigurationChanges")
export type ConfigurationChanges = t.TypeOf<typeof ConfigurationChanges>

/** The configuration with the changes made. */
export const changed = (configuration: Configuration, changes: ConfigurationChanges): Configuration => ({
  ...configuration,
  ...changes,
  proposal: { ...configuration.proposal, ...changes.proposal },
  estimator: { ...configuration.estimator, ...changes.estimator },
  architectureStep: { ...configuration.architectureStep, ...changes.architectureStep },
  training: { ...configuration.training, ...changes.training }
})
