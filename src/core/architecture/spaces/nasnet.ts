import type { Space } from "../space.ts"
import { denseCell } from "./denseCell.ts"

/** The paper's space (its section 4), which is that of DARTS: E = 28, K = 8, names and order of DARTS. */
export const nasnet: Space = {
  name: "nasnet",
  operations: [
    "none", "max_pool_3x3", "avg_pool_3x3", "skip_connect",
    "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"
  ],
  cells: [denseCell("normal", 2, 4), denseCell("reduce", 2, 4)],
  derivation: "two-inputs"
}
