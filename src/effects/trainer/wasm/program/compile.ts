import type { Architecture } from "../../../../core/architecture/architecture.ts"
import type { Network } from "../../network/network.ts"
import { applyUnit, outputOf, readWords } from "./applyUnit.ts"
import { chainBackward, complete, stageBackward } from "./backward.ts"
import { encode } from "./encode.ts"
import { applyStage } from "./forward.ts"
import { applyLastNormalisation, lastNormalisationBackward } from "./lastNormalisation.ts"
import type { MemoryPlan } from "./memoryPlan.ts"
import { gradientAddresses, sampledParameters, shared } from "./parameterList.ts"
import type { AppliedStage, AppliedUnit, FeatureMap, Mode, Pass } from "./pass.ts"
import { recordBytes } from "./record.ts"
import type { ProgramRecord, RecordKind } from "./record.ts"
import { schedule } from "./schedule.ts"
import { sizeWords } from "./unitWords.ts"

/** A program for the kernels; `record.ts` says what it consists of. */
export interface Program {
  /** to be written to `plan.program.address`: the records, then the list of parameters */
  readonly words: Int32Array
  readonly records: number
  /** how many records make up the forward pass, that and the backward pass with the gradient's norm, and all */
  readonly ends: { readonly forward: number; readonly backward: number; readonly all: number }
  /** slice address of f64 `[sum of losses, images classified rightly]` */
  readonly losses: number
  /** packed gradients of the sampled parameters, in the arena of slice 0 after the backward pass */
  readonly gradients: ReadonlyMap<string, number>
}

/** The sampled network, with its last maps as the head reads them. */
interface Applied {
  readonly stem: AppliedUnit
  readonly stemMap: FeatureMap
  readonly stages: readonly AppliedStage[]
  readonly last: FeatureMap
}

const forward = (pass: Pass): Applied => {
  const { network, plan } = pass
  for (const [physical, affine] of plan.identities) {
    pass.schedule.add(0, {
      kind: "constantAffine", words: { channels: physical, inputAffine: affine }, floats: { extra1: 1 }
    })
  }
  const images: FeatureMap = {
    shape: network.images, place: plan.images, affine: plan.identities.get(network.images.channels.physical)!,
    ready: 0, normalisedBy: null, gradient: null
  }
  const stem = applyUnit(pass, network.stem, plan.stem, images, 1)
  const stemMap = outputOf(stem, { place: plan.stemGradient, shape: network.stem.output, whole: null })
  const stages: AppliedStage[] = []
  for (const [s, stage] of network.stages.entries()) {
    const inputs = stage.inputs.map(({ from }) => (from < 0 ? stemMap : stages[from].output))
    stages.push(applyStage(pass, stage, plan.stages[s], inputs))
  }
  return { stem, stemMap, stages, last: stages[stages.length - 1].output }
}

/** Lays out the head. Returns what it reads, whose gradient it writes, and its phase. */
const head = (pass: Pass, { last }: Applied): { readonly normalised: FeatureMap; readonly phase: number } => {
  const { network, plan, mode, schedule } = pass
  const { lastNormalisation, classifier } = network
  const own = plan.lastNormalisation
  const normalised = lastNormalisation === null || own === null
    ? last
    : applyLastNormalisation(pass, lastNormalisation, own.arena, last,
      { place: own.gradient, shape: last.shape, whole: null })
  // The head is the last record of the forward pass, also where nothing reads a slower node.
  const phase = schedule.lastPhase(0, normalised.ready)
  const gradient = normalised.gradient!
  schedule.add(phase, {
    kind: "head",
    words: {
      ...sizeWords(normalised.shape), ...readWords(normalised), relu: lastNormalisation === null ? 0 : 1,
      pointwise: plan.weights.get(classifier.weight.name)!, depthwise: plan.weights.get(classifier.bias.name)!,
      kernel: network.shape.classes, dilation: plan.labels, extra1: plan.losses,
      ...(mode.training === null ? {} : {
        inputGradient: gradient.place.address, inputGradientStride: gradient.place.stride,
        pointwiseGradient: plan.classifier.weightGradient, depthwiseGradient: plan.classifier.biasGradient
      })
    }
  }, mode.training === null ? null : gradient)
  return { normalised, phase }
}

/** Back from the head, which stands in `phase`, to the stem. */
const backward = (pass: Pass, { stem, stemMap, stages, last }: Applied, normalised: FeatureMap, phase: number): void => {
  const { network, plan, schedule } = pass
  let mark = schedule.size()
  if (network.lastNormalisation !== null && plan.lastNormalisation !== null) {
    lastNormalisationBackward(pass, network.lastNormalisation, plan.lastNormalisation.arena, last, normalised.gradient!)
  }
  // No stage begins before those after the next one are done, for by the memory plan it may write where they read.
  let start = phase
  let nextDone = schedule.lastPhase(mark, phase - 1)
  for (const stage of stages.toReversed()) {
    mark = schedule.size()
    stageBackward(pass, stage, start)
    start = Math.max(start, nextDone + 1)
    nextDone = schedule.lastPhase(mark, nextDone)
  }
  const gradient = stemMap.gradient!
  chainBackward(pass, [stem], gradient, complete(pass, gradient, start))
}

/** The units that run, in the order in which the forward pass is laid out. */
const unitsThatRun = ({ stem, stages }: Applied): readonly AppliedUnit[] => [
  stem,
  ...stages.flatMap(({ preprocess, edges }) => [
    ...preprocess.filter((unit) => unit !== null),
    ...edges.flatMap(({ units }) => units)
  ])
]

/** Weights for the backward pass first; the gradient's norm and the step of SGD after it. */
const update = ({ plan, mode, schedule }: Pass, entries: number): void => {
  if (mode.training === null) return
  const { learningRate, momentum, weightDecay, gradientClip } = mode.training
  const words = { kernel: entries, extra1: plan.squaredNorm }
  const phase = schedule.lastPhase(0, 0) + 1
  schedule.add(0, { kind: "prepare", words })
  schedule.add(phase, { kind: "gradientNorm", words })
  schedule.add(phase + 1, {
    kind: "descend",
    words,
    floats: { dilation: learningRate, stride: momentum, padding: weightDecay, extra2: gradientClip }
  })
}

const withList = new Set<RecordKind>(["prepare", "gradientNorm", "descend"])

/**
 * The program of one batch for a sampled architecture: forward, and where `mode` trains backward, the gradient's norm
 * and one step of SGD. `softWeights` is H `[E, K]`. The same program runs any batch of up to `plan.batch` images. Throws
 * a `RangeError` where an edge has no such operation.
 */
export const compile = (
  network: Network, plan: MemoryPlan, architecture: Architecture, softWeights: Float64Array, mode: Mode
): Program => {
  const pass: Pass = { network, plan, architecture, softWeights, mode, schedule: schedule() }
  const applied = forward(pass)
  const { normalised, phase } = head(pass, applied)
  if (mode.training !== null) backward(pass, applied, normalised, phase)
  const entries = mode.training === null ? [] : shared(sampledParameters(network, plan, unitsThatRun(applied)))
  update(pass, entries.length)

  const laidOut = pass.schedule.records()
  const list = plan.program.address + laidOut.length * recordBytes
  const records = laidOut.map((record): ProgramRecord =>
    withList.has(record.kind) ? { ...record, words: { ...record.words, input: list } } : record)
  const endOf = (kind: RecordKind): number => records.findIndex((record) => record.kind === kind) + 1
  const forwardEnd = endOf("head")
  return {
    words: encode(records, entries),
    records: records.length,
    ends: {
      forward: forwardEnd,
      backward: mode.training === null ? forwardEnd : endOf("gradientNorm"),
      all: records.length
    },
    losses: plan.losses,
    gradients: gradientAddresses(entries)
  }
}
