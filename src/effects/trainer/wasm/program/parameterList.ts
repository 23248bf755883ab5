import type { Network } from "../../network/network.ts"
import { packedLength } from "../packing.ts"
import type { Parameter } from "../../network/parameter.ts"
import type { NormalisationArena } from "./arena.ts"
import type { MemoryPlan } from "./memoryPlan.ts"
import type { AppliedUnit } from "./pass.ts"
import { slices } from "./slices.ts"

/** The words of `parameterWords`, and the parameters that they stand for, which lie one behind the other. */
export interface ListEntry {
  readonly parameters: readonly Parameter[]
  readonly weights: number
  readonly gradient: number
  readonly momentum: number
  readonly length: number
  readonly form: number
  readonly inputs: number
  readonly outputs: number
  readonly prepared: number
}

const entry = (plan: MemoryPlan, parameters: readonly Parameter[], gradient: number): ListEntry => {
  const [{ name, form }] = parameters
  const common = {
    parameters,
    gradient,
    weights: plan.weights.get(name)!,
    momentum: plan.momentum.get(name)!,
    length: parameters.reduce((sum, parameter) => sum + packedLength(parameter), 0)
  }
  switch (form.kind) {
    case "depthwise": return {
      ...common, form: 1, inputs: form.taps, outputs: form.channels.physical, prepared: plan.prepared.get(name)!
    }
    case "pointwise": return {
      ...common, form: 1 + parameters.length, inputs: form.taps * form.inputs.physical,
      outputs: form.outputs.physical, prepared: plan.prepared.get(name)!
    }
    default: return { ...common, form: 0, inputs: 0, outputs: 0, prepared: 0 }
  }
}

/** What is updated: the parameters of the units that ran, of the last normalisation and of the classifier. */
export const sampledParameters = (
  network: Network, plan: MemoryPlan, units: readonly AppliedUnit[]
): readonly ListEntry[] => {
  const affine = (normalisation: Network["lastNormalisation"], arena: NormalisationArena): readonly ListEntry[] =>
    normalisation?.affine == null ? [] : [
      entry(plan, [normalisation.affine.gamma], arena.gammaGradient),
      entry(plan, [normalisation.affine.beta], arena.betaGradient)
    ]
  const { lastNormalisation, classifier } = network
  return [
    ...units.flatMap(({ unit, place: { arena } }) => [
      ...(unit.depthwise === null ? [] : [entry(plan, [unit.depthwise], arena.depthwiseGradient)]),
      ...(unit.pointwise.length === 0 ? [] : [entry(plan, unit.pointwise, arena.pointwiseGradient)]),
      ...affine(unit.normalisation, arena)
    ]),
    ...(plan.lastNormalisation === null ? [] : affine(lastNormalisation, plan.lastNormalisation.arena)),
    entry(plan, [classifier.weight], plan.classifier.weightGradient),
    entry(plan, [classifier.bias], plan.classifier.biasGradient)
  ]
}

/**
 * The order in which the list is walked. Slice s takes the entries s, s + 8, s + 16, ...: from the longest on, back and
 * forth, all slices get about as much.
 */
export const shared = (entries: readonly ListEntry[]): readonly ListEntry[] => {
  const byLength = entries.toSorted((a, b) => b.length - a.length)
  return Array.from({ length: Math.ceil(byLength.length / slices) }, (_, row) => {
    const own = byLength.slice(row * slices, (row + 1) * slices)
    return row % 2 === 0 ? own : own.toReversed()
  }).flat()
}

/** Where the gradient of each parameter lies in the arena of slice 0. */
export const gradientAddresses = (entries: readonly ListEntry[]): ReadonlyMap<string, number> =>
  new Map(entries.flatMap(({ parameters, gradient }) => {
    let address = gradient
    return parameters.map((parameter): readonly [string, number] => {
      const own = address
      address += 4 * packedLength(parameter)
      return [parameter.name, own]
    })
  }))
