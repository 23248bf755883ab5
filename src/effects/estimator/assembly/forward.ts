import {
  BLOCK, bias, CELL, cells, cellTanh, edges, gates, gateStride, gateTiles, hidden, inputs, NUMBER, operations, order,
  outputBias, outputWeights, reads, readStride, rows, VECTOR
} from "./layout"
import { addProduct, sigmoidOfCells, tanhOfCells } from "./vectorMath"

/** Puts the inputs of samples `order[from .. from + size - 1]` side by side into the lanes of `reads`. */
export function gather(from: usize, size: usize): void {
  const numbers = edges * operations * NUMBER
  for (let lane: usize = 0; lane < BLOCK; lane++) {
    const place = from + (lane < size ? lane : 0)
    let x = inputs + <usize>load<u32>(order + place * 4) * numbers
    for (let t: usize = 0; t < edges; t++) {
      let cell = reads + t * readStride + lane * NUMBER
      for (let k: usize = 0; k < operations; k++, x += NUMBER, cell += CELL) store<f64>(cell, load<f64>(x))
    }
  }
}

/**
 * The arguments of the gates at edge t: biases, then W x from operation 0 up, then U h from unit 0 up (left out at
 * edge 0, where h = 0). Four rows of both vectors at a time: eight independent sums hide the latency of each.
 */
function gateArguments(t: usize): void {
  const tileBytes = (operations + hidden) * CELL
  const readBytes = (t > 0 ? operations + hidden : operations) * CELL
  const read = reads + t * readStride
  let out = gates + t * gateStride
  for (let row: usize = 0; row < rows; row += 4, out += 4 * CELL) {
    const b = bias + row * NUMBER
    let a0 = v128.load64_splat(b), a1 = v128.load64_splat(b, 8)
    let a2 = v128.load64_splat(b, 16), a3 = v128.load64_splat(b, 24)
    let b0 = a0, b1 = a1, b2 = a2, b3 = a3
    let w = gateTiles + (row >> 2) * tileBytes
    for (let z = read, last = read + readBytes; z < last; z += CELL, w += CELL) {
      const za = v128.load(z), zb = v128.load(z, 16)
      let weight = v128.load64_splat(w)
      a0 = addProduct(a0, weight, za)
      b0 = addProduct(b0, weight, zb)
      weight = v128.load64_splat(w, 8)
      a1 = addProduct(a1, weight, za)
      b1 = addProduct(b1, weight, zb)
      weight = v128.load64_splat(w, 16)
      a2 = addProduct(a2, weight, za)
      b2 = addProduct(b2, weight, zb)
      weight = v128.load64_splat(w, 24)
      a3 = addProduct(a3, weight, za)
      b3 = addProduct(b3, weight, zb)
    }
    v128.store(out, a0)
    v128.store(out, b0, 16)
    v128.store(out, a1, 32)
    v128.store(out, b1, 48)
    v128.store(out, a2, 64)
    v128.store(out, b2, 80)
    v128.store(out, a3, 96)
    v128.store(out, b3, 112)
  }
}

/** Sigmoid or tanh of the gates' arguments, then c <- f c + i g and h <- o tanh(c). */
function states(t: usize): void {
  const part = hidden * CELL
  const inputGate = gates + t * gateStride
  const candidate = inputGate + 2 * part
  const outputGate = inputGate + 3 * part
  sigmoidOfCells(inputGate, candidate)
  tanhOfCells(candidate, outputGate, candidate)
  sigmoidOfCells(outputGate, outputGate + part)

  const before = cells + t * part
  const after = before + part
  for (let j: usize = 0; j < part; j += VECTOR) {
    const i = v128.load(inputGate + j), f = v128.load(inputGate + part + j), g = v128.load(candidate + j)
    v128.store(after + j, addProduct(f64x2.mul(f, v128.load(before + j)), i, g))
  }

  const tanhC = cellTanh + t * part
  tanhOfCells(after, after + part, tanhC)
  const h = reads + (t + 1) * readStride + operations * CELL
  for (let j: usize = 0; j < part; j += VECTOR) {
    v128.store(h + j, f64x2.mul(v128.load(outputGate + j), v128.load(tanhC + j)))
  }
}

/** The LSTM over the block that was gathered; the trace stays for the backward pass. */
export function forward(): void {
  for (let t: usize = 0; t < edges; t++) {
    gateArguments(t)
    states(t)
  }
}

/** The argument of the head for the sample in a lane: the output's bias, then its weights from unit 0 up. */
export function output(lane: usize): f64 {
  const h = reads + edges * readStride + operations * CELL + lane * NUMBER
  let sum = load<f64>(outputBias)
  for (let j: usize = 0; j < hidden; j++) sum += load<f64>(outputWeights + j * NUMBER) * load<f64>(h + j * CELL)
  return sum
}
