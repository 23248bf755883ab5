import { type Graph, integer, type Output, T } from "./graph.ts"

/** A feature map: `[images, height, width, channels]`, channels last, float32. */
export interface FeatureMap {
  readonly output: Output
  readonly height: number
  readonly width: number
  readonly channels: number
}

/** Reverse-mode differentiation over the operations of a graph: the gradients are operations of the graph too. */
export interface Tape {
  /** what `backward` is asked to add to the graph once the gradient of `of` is known; asked in reverse order */
  readonly onBackward: (of: Output, backward: (gradient: Output) => void) => void
  /** one more part of the gradient of `of` */
  readonly contribute: (of: Output, part: Output) => void
  /** goes back through all that was recorded; afterwards every gradient is known */
  readonly backward: () => void
  /** the gradient of an output; null where it has none */
  readonly gradientOf: (of: Output) => Output | null
}

export const newTape = (graph: Graph): Tape => {
  const parts = new Map<Output, Output[]>()
  const sums = new Map<Output, Output>()
  const recorded: { readonly of: Output; readonly backward: (gradient: Output) => void }[] = []
  const gradientOf = (of: Output): Output | null => {
    const known = sums.get(of)
    if (known !== undefined) return known
    const own = parts.get(of)
    if (own === undefined) return null
    const sum = own.length === 1 ? own[0]! : graph.add("AddN", own, { ...T, N: integer(own.length) })
    sums.set(of, sum)
    return sum
  }
  return {
    onBackward: (of, backward) => {
      recorded.push({ of, backward })
    },
    contribute: (of, part) => {
      const own = parts.get(of)
      if (own === undefined) parts.set(of, [part])
      else own.push(part)
    },
    backward: () => {
      for (const { of, backward } of recorded.toReversed()) {
        const gradient = gradientOf(of)
        if (gradient !== null) backward(gradient)
      }
    },
    gradientOf
  }
}
