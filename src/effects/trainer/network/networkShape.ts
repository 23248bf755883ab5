import type { Space } from "../../../core/architecture/space.ts"

/** What a super-network is made from. */
export interface NetworkShape {
  readonly space: Space
  /** C, channels of the first stage */
  readonly channels: number
  /** L, searched cells in all */
  readonly layers: number
  readonly image: { readonly channels: number; readonly height: number; readonly width: number }
  readonly classes: number
}
