/**
 * Where everything lies in the module's memory. All numbers are float64 unless said otherwise, all addresses are
 * multiples of 16.
 *
 * Samples are worked on in blocks of four, side by side: a "cell" is one quantity of the four samples, 32 bytes, two
 * vectors (samples 0 and 1, samples 2 and 3). Lanes never mix, so that a sample's numbers do not depend on its
 * neighbours; a block of fewer samples repeats its first one in the lanes that are left.
 */

export const NUMBER: usize = 8
export const VECTOR: usize = 16
export const CELL: usize = 32
export const BLOCK: usize = 4

// The shape.
export let edges: usize = 0
export let operations: usize = 0
export let hidden: usize = 0
/** 4 H: rows of W and U, in the order i f g o */
export let rows: usize = 0
export let parameterCount: usize = 0
export let head: i32 = 0

// Read and written by the host.
/** `[P]`: W `[4H, K]`, U `[4H, H]`, two biases `[4H]`, output weights `[H]`, output bias */
export let parameters: usize = 0
export let firstMoment: usize = 0
export let secondMoment: usize = 0
/** `[count, E, K]` */
export let inputs: usize = 0
/** `[count]` each */
export let losses: usize = 0
export let lossWeights: usize = 0
export let predictions: usize = 0
/** `[count]` uint32 */
export let order: usize = 0
/** `[count]` uint32: how often a sample of a mini-batch counts */
export let times: usize = 0

// Parts of the parameters.
export let hiddenWeights: usize = 0
export let inputBias: usize = 0
export let hiddenBias: usize = 0
export let outputWeights: usize = 0
export let outputBias: usize = 0

// Copies of the parameters in the order in which the tiles read them.
/** `[H, K + H, 4]`: W and U side by side, four rows at a time */
export let gateTiles: usize = 0
/** `[4H]`: the two biases added */
export let bias: usize = 0
/** `[ceil(H / 4), 4H, 4]`: U, four columns at a time */
export let hiddenTiles: usize = 0

// The gradient of a mini-batch.
/** `[P]` */
export let gradient: usize = 0
/** `[4H, matrixColumns]`: of W and U side by side, each with a spare column where its number of columns is odd */
export let matrixGradient: usize = 0
export let matrixColumns: usize = 0
/** the column where U begins */
export let matrixHidden: usize = 0

// The trace of a block, in cells.
/** `[E + 1, K + H]`: what edge t reads, its input and the hidden state before it; row E ends with the last state */
export let reads: usize = 0
export let readStride: usize = 0
/** `[E, 4H]` gates after their sigmoid or tanh */
export let gates: usize = 0
/** `[E, 4H]` derivatives with respect to the gates' arguments */
export let gateSlopes: usize = 0
/**
 * Bytes from one edge to the next in `gates` and `gateSlopes`: 4H cells and two spare ones, since walking down the
 * edges in strides of a power of two would fall on few sets of the cache.
 */
export let gateStride: usize = 0
/** `[E + 1, H]` row t is the cell state that edge t starts from, row 0 is 0 */
export let cells: usize = 0
/** `[E, H]` */
export let cellTanh: usize = 0
/** `[4 ceil(H / 4)]` derivatives with respect to the states that an edge ends with */
export let hiddenSlope: usize = 0
export let cellSlope: usize = 0
/** one cell: derivatives with respect to the argument of the head */
export let outputSlope: usize = 0

let end: usize = 0

function take(bytes: usize): usize {
  const address = end
  end = (end + bytes + 15) & ~15
  return address
}

/** Lays out the memory for a shape and a number of samples, and grows it; false where there is not enough. */
export function layOut(edgeCount: usize, operationCount: usize, hiddenSize: usize, headIndex: i32, count: usize): bool {
  edges = edgeCount
  operations = operationCount
  hidden = hiddenSize
  head = headIndex
  rows = 4 * hidden
  parameterCount = rows * (operations + hidden + 2) + hidden + 1
  const evenOperations = operations + (operations & 1)
  const evenHidden = hidden + (hidden & 1)
  const fours = (hidden + 3) / 4

  end = (__heap_base + 15) & ~15
  const start = end
  parameters = take(parameterCount * NUMBER)
  firstMoment = take(parameterCount * NUMBER)
  secondMoment = take(parameterCount * NUMBER)
  gradient = take(parameterCount * NUMBER)
  hiddenWeights = parameters + rows * operations * NUMBER
  inputBias = hiddenWeights + rows * hidden * NUMBER
  hiddenBias = inputBias + rows * NUMBER
  outputWeights = hiddenBias + rows * NUMBER
  outputBias = outputWeights + hidden * NUMBER

  gateTiles = take(rows * (operations + hidden) * NUMBER)
  bias = take(rows * NUMBER)
  hiddenTiles = take(fours * rows * CELL)
  matrixColumns = evenOperations + evenHidden
  matrixHidden = evenOperations
  matrixGradient = take(rows * matrixColumns * NUMBER)

  readStride = (operations + hidden) * CELL
  gateStride = (rows + 2) * CELL
  reads = take((edges + 1) * readStride + CELL)
  gates = take(edges * gateStride)
  gateSlopes = take(edges * gateStride)
  cells = take((edges + 1) * hidden * CELL)
  cellTanh = take(edges * hidden * CELL)
  hiddenSlope = take(fours * BLOCK * CELL)
  cellSlope = take(hidden * CELL)
  outputSlope = take(CELL)

  inputs = take(count * edges * operations * NUMBER)
  losses = take(count * NUMBER)
  lossWeights = take(count * NUMBER)
  predictions = take(count * NUMBER)
  order = take(count * 4)
  times = take(count * 4)

  const pages = <i32>((end + 0xffff) >> 16) - memory.size()
  if (pages > 0 && memory.grow(pages) < 0) return false
  memory.fill(start, 0, inputs - start)
  return true
}
