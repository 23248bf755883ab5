import {
  CELL, edges, gateSlopes, gateStride, gradient, hidden, hiddenWeights, inputBias, hiddenBias, matrixColumns,
  matrixGradient, matrixHidden, NUMBER, operations, outputBias, outputSlope, outputWeights, parameterCount, parameters,
  reads, readStride, rows, VECTOR
} from "./layout"
import { addProduct } from "./vectorMath"

/** Adds the sums of two neighbouring columns: the first sample's, then the second's if there is one. */
// @ts-ignore: decorator
@inline
function addSamples(at: usize, a: v128, b: v128, second: bool): void {
  let sum = f64x2.add(v128.load(at), v128.shuffle<f64>(a, b, 0, 2))
  if (second) sum = f64x2.add(sum, v128.shuffle<f64>(a, b, 1, 3))
  v128.store(at, sum)
}

/**
 * Adds slope times read, summed from the last edge down to `firstEdge`, for the samples in `lane` and
 * the one after it. `columns` of `reads` from `readColumn` on go to those of `matrixGradient` from `column` on. Four
 * rows and two columns at a time; where `columns` is odd the last one is a spare of the matrix.
 */
function addOuterProducts(
  lane: usize, second: bool, readColumn: usize, columns: usize, column: usize, firstEdge: usize
): void {
  const slopes = gateSlopes + (edges - 1) * gateStride + lane * NUMBER
  const read = reads + (edges - 1) * readStride + readColumn * CELL + lane * NUMBER
  const readStep = readStride, slopeStep = gateStride
  const line = matrixColumns * NUMBER
  for (let row: usize = 0; row < rows; row += 4) {
    let out = matrixGradient + row * line + column * NUMBER
    for (let c: usize = 0; c < columns; c += 2, out += VECTOR) {
      let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0
      let s = slopes + row * CELL
      let z = read + c * CELL
      for (let t = edges; t > firstEdge; t--, s -= slopeStep, z -= readStep) {
        const za = v128.load(z), zb = v128.load(z, 32)
        let slope = v128.load(s)
        a0 = addProduct(a0, slope, za)
        b0 = addProduct(b0, slope, zb)
        slope = v128.load(s, 32)
        a1 = addProduct(a1, slope, za)
        b1 = addProduct(b1, slope, zb)
        slope = v128.load(s, 64)
        a2 = addProduct(a2, slope, za)
        b2 = addProduct(b2, slope, zb)
        slope = v128.load(s, 96)
        a3 = addProduct(a3, slope, za)
        b3 = addProduct(b3, slope, zb)
      }
      addSamples(out, a0, b0, second)
      addSamples(out + line, a1, b1, second)
      addSamples(out + 2 * line, a2, b2, second)
      addSamples(out + 3 * line, a3, b3, second)
    }
  }
}

/** The biases' slopes, two rows at a time, summed and added in the same order as the products. */
function addBiases(lane: usize, second: bool): void {
  const biasGradient = gradient + (inputBias - parameters)
  for (let row: usize = 0; row < rows; row += 2) {
    let a = f64x2.splat(0), b = a
    let s = gateSlopes + (edges - 1) * gateStride + row * CELL + lane * NUMBER
    for (let t = edges; t > 0; t--, s -= gateStride) {
      a = f64x2.add(a, v128.load(s))
      b = f64x2.add(b, v128.load(s, 32))
    }
    addSamples(biasGradient + row * NUMBER, a, b, second)
  }
}

function addOutput(lane: usize): void {
  const slope = load<f64>(outputSlope + lane * NUMBER)
  const h = reads + edges * readStride + operations * CELL + lane * NUMBER
  const v = gradient + (outputWeights - parameters)
  for (let j: usize = 0; j < hidden; j++) {
    store<f64>(v + j * NUMBER, load<f64>(v + j * NUMBER) + slope * load<f64>(h + j * CELL))
  }
  const b = gradient + (outputBias - parameters)
  store<f64>(b, load<f64>(b) + slope)
}

export function clearGradient(): void {
  memory.fill(gradient, 0, parameterCount * NUMBER)
  memory.fill(matrixGradient, 0, rows * matrixColumns * NUMBER)
}

/** Adds the gradients of the first `size` samples of the block, one after the other. */
export function addBlock(size: usize): void {
  for (let lane: usize = 0; lane < size; lane += 2) {
    const second: bool = lane + 1 < size
    addOuterProducts(lane, second, 0, operations, 0, 0)
    addOuterProducts(lane, second, operations, hidden, matrixHidden, 1)
    addBiases(lane, second)
  }
  for (let lane: usize = 0; lane < size; lane++) addOutput(lane)
}

/** Moves what the blocks added into the order of the parameters. Both biases have one and the same gradient. */
export function completeGradient(): void {
  for (let row: usize = 0; row < rows; row++) {
    const line = matrixGradient + row * matrixColumns * NUMBER
    memory.copy(gradient + row * operations * NUMBER, line, operations * NUMBER)
    memory.copy(
      gradient + (hiddenWeights - parameters) + row * hidden * NUMBER,
      line + matrixHidden * NUMBER,
      hidden * NUMBER
    )
  }
  memory.copy(gradient + (hiddenBias - parameters), gradient + (inputBias - parameters), rows * NUMBER)
}
