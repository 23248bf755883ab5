import { asksNothing, leafCount, passes, questionCount } from "./regressionTree.ts"

/** What a tree is grown on. */
export interface TreeSamples {
  readonly count: number
  /** numbers of one H, E K */
  readonly size: number
  /** `[count]` */
  readonly weights: Float64Array
  /**
   * the places in H that pass, sample by sample; those of sample i are `passing[starts[i]]` to `passing[starts[i +
   * 1] - 1]`
   */
  readonly passing: Int32Array
  readonly starts: Int32Array
}

export const treeSamples = (count: number, inputs: Float64Array, weights: Float64Array): TreeSamples => {
  const size = inputs.length / count
  const passing: number[] = []
  const starts = new Int32Array(count + 1)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < size; j++) if (passes(inputs[i * size + j])) passing.push(j)
    starts[i + 1] = passing.length
  }
  return { count, size, weights, passing: Int32Array.from(passing), starts }
}

/** Sums over the samples of a node: of weights and of weighted residuals. */
interface Sums {
  readonly weight: Float64Array
  readonly residual: Float64Array
}

const sums = (length: number): Sums => ({ weight: new Float64Array(length), residual: new Float64Array(length) })

/**
 * Gains that are this near to each other, as a share of all squared residuals, are equal but for rounding (our
 * choice).
 */
const tieTolerance = 1e-9

const square = (x: number): number => x * x

/** The question that lowers the squared error most, the first one of equals; none where nothing is gained. */
const bestQuestion = (all: Sums, yes: Sums, node: number, size: number, squares: number): number => {
  const weight = all.weight[node]
  const residual = all.residual[node]
  let best = asksNothing
  let bestGain = 0
  for (let j = 0; j < size; j++) {
    const yesWeight = yes.weight[node * size + j]
    const noWeight = weight - yesWeight
    if (yesWeight === 0 || noWeight <= tieTolerance * weight) continue
    const yesResidual = yes.residual[node * size + j]
    const explained = square(yesResidual) / yesWeight + square(residual - yesResidual) / noWeight
    const gain = explained - square(residual) / weight
    if (gain > bestGain + tieTolerance * squares) {
      best = j
      bestGain = gain
    }
  }
  return best
}

/** Adds the samples to the sums of their nodes (of one level, from `first` on), and of each question that passes. */
const addSums = (
  samples: TreeSamples,
  residuals: Float64Array,
  nodes: Int32Array,
  first: number,
  all: Sums,
  yes: Sums
): void => {
  const { count, size, weights, passing, starts } = samples
  for (let i = 0; i < count; i++) {
    const node = nodes[i] - first
    const residual = weights[i] * residuals[i]
    all.weight[node] += weights[i]
    all.residual[node] += residual
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      yes.weight[node * size + passing[p]] += weights[i]
      yes.residual[node * size + passing[p]] += residual
    }
  }
}

const asksOf = (samples: TreeSamples, i: number, question: number): boolean => {
  for (let p = samples.starts[i]; p < samples.starts[i + 1]; p++) if (samples.passing[p] === question) return true
  return false
}

/**
 * Writes the tree that lowers the weighted squared error of the residuals most, level by level, question by question
 * (CART; Breiman and others, 1984): its questions at `from` of `questions`, and `shrinkage` times the weighted mean
 * of the residuals in each leaf at `leavesFrom` of `leaves`. Takes what the leaves explain off the residuals. Says
 * whether it asks anything.
 */
export const growTree = (
  samples: TreeSamples,
  residuals: Float64Array,
  depth: number,
  shrinkage: number,
  questions: Float64Array,
  from: number,
  leaves: Float64Array,
  leavesFrom: number
): boolean => {
  const { count, size, weights } = samples
  const nodes = new Int32Array(count)
  let squares = 0
  for (let i = 0; i < count; i++) squares += weights[i] * square(residuals[i])

  for (let level = 0; level < depth; level++) {
    const first = questionCount(level)
    const width = leafCount(level)
    const all = sums(width)
    const yes = sums(width * size)
    addSums(samples, residuals, nodes, first, all, yes)
    for (let node = 0; node < width; node++) {
      questions[from + first + node] = bestQuestion(all, yes, node, size, squares)
    }
    for (let i = 0; i < count; i++) {
      const question = questions[from + nodes[i]]
      nodes[i] = 2 * nodes[i] + (question !== asksNothing && asksOf(samples, i, question) ? 2 : 1)
    }
  }

  const inLeaf = sums(leafCount(depth))
  for (let i = 0; i < count; i++) {
    const leaf = nodes[i] - questionCount(depth)
    inLeaf.weight[leaf] += weights[i]
    inLeaf.residual[leaf] += weights[i] * residuals[i]
  }
  for (let leaf = 0; leaf < inLeaf.weight.length; leaf++) {
    leaves[leavesFrom + leaf] = inLeaf.weight[leaf] > 0 ? (shrinkage * inLeaf.residual[leaf]) / inLeaf.weight[leaf] : 0
  }
  for (let i = 0; i < count; i++) residuals[i] -= leaves[leavesFrom + nodes[i] - questionCount(depth)]
  return questions[from] !== asksNothing
}
