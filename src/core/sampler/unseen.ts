import { type Architecture, architectureKey, chosenOperations, weightsOn } from "../architecture/architecture.ts"
import { allArchitectures } from "../architecture/enumerate.ts"
import { allowedOperations, cardinality, operationCount, type Space } from "../architecture/space.ts"
import { choice } from "../random/choice.ts"
import { multiplyHigh } from "../random/philox.ts"
import { words } from "../random/stream.ts"
import type { Search } from "../search/state.ts"
import { drawOne } from "./drawOne.ts"
import type { Proposed } from "./sampler.ts"

/** Spaces up to this size are gone through architecture by architecture where that helps (our choice). */
const enumerable = 20_000n

export const isEnumerable = (space: Space): boolean => cardinality(space) <= enumerable

/** Whether it may be asked for: where repeats are avoided, that it was not drawn before. */
export const isUnseen = (search: Search, architecture: Architecture): boolean =>
  !search.seen.has(architectureKey(architecture))

/** An architecture that a sampler made by itself, without noise: weight 1 on each chosen operation. */
export const proposed = (search: Search, architecture: Architecture): Proposed =>
  ({ attempt: 0, weights: weightsOn(architecture, operationCount(search.setting.space), 1) })

/** A uniform draw from the space: number b of a step. */
export const uniformArchitecture = ({ setting }: Search, stream: "unseen" | "pool", step: number, b: number): Architecture => {
  const allowed = allowedOperations(setting.space)
  const drawn = words({ seed: setting.seed, stream, a: step, b }, allowed.length)
  return allowed.map((operations, e) => operations[multiplyHigh(drawn[e]!, operations.length)]!)
}

const plainDraws = 64

/**
 * A uniform draw from the architectures that may be asked for. In a space that is exhausted, and in one too large to go
 * through of which 64 uniform draws were all seen, it is any architecture (our choice).
 */
export const unseenDraw = (search: Search, step: number): Architecture => {
  const { space, seed } = search.setting
  const draw = (b: number) => uniformArchitecture(search, "unseen", step, b)
  for (let b = 0; b < plainDraws; b++) {
    const architecture = draw(b)
    if (isUnseen(search, architecture)) return architecture
  }
  const left = isEnumerable(space) ? [...allArchitectures(space)].filter((one) => isUnseen(search, one)) : []
  return left.length === 0
    ? draw(0)
    : left[choice({ seed, stream: "unseen", a: step, b: plainDraws }, left.length)]!
}

/** A draw by Eq. 4 from these logits `[E, K]`; where all its attempts were seen before, a uniform one that was not. */
export const unseenFrom = (search: Search, step: number, logits: Float64Array): Proposed => {
  const drawn = drawOne(search, step, logits)
  return isUnseen(search, chosenOperations(drawn.weights, operationCount(search.setting.space)))
    ? drawn
    : proposed(search, unseenDraw(search, step))
}
