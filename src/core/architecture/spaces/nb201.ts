import type { Space } from "../space.ts"
import { denseCell } from "./denseCell.ts"

/** NAS-Bench-201 (Dong and Yang, ICLR 2020): E = 6, K = 5, 15,625 cells, names and order of the benchmark. */
export const nb201: Space = {
  name: "nb201",
  operations: ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"],
  cells: [denseCell("cell", 1, 3)],
  derivation: "every-edge"
}
