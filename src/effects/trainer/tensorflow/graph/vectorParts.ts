import { type Output, outputOf } from "./graph.ts"

/** Parts of a vector that is cut once all of them are known: until then they are outputs of a node to come. */
export interface VectorParts<A> {
  /** in the order in which they were asked for first */
  readonly parts: readonly A[]
  readonly output: (part: A) => Output
}

/** `cut` is the name of the node that will cut the vector. Parts of the same key are one part. */
export const vectorParts = <A>(cut: string, keyOf: (part: A) => string): VectorParts<A> => {
  const parts: A[] = []
  const outputs = new Map<string, Output>()
  return {
    parts,
    output: (part) => {
      const key = keyOf(part)
      const known = outputs.get(key)
      if (known !== undefined) return known
      const output = outputOf(cut, parts.length)
      parts.push(part)
      outputs.set(key, output)
      return output
    }
  }
}
