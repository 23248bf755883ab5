import {
  bias, CELL, gateTiles, hidden, hiddenBias, hiddenTiles, hiddenWeights, inputBias, NUMBER, operations, parameters, rows
} from "./layout"

/** Copies the parameters into the order in which the inner loops read them: after every change of the parameters. */
export function arrangeTiles(): void {
  for (let row: usize = 0; row < rows; row++) {
    store<f64>(bias + row * NUMBER, load<f64>(inputBias + row * NUMBER) + load<f64>(hiddenBias + row * NUMBER))

    const tile = gateTiles + (row >> 2) * (operations + hidden) * CELL + (row & 3) * NUMBER
    const W = parameters + row * operations * NUMBER
    for (let k: usize = 0; k < operations; k++) store<f64>(tile + k * CELL, load<f64>(W + k * NUMBER))

    const U = hiddenWeights + row * hidden * NUMBER
    for (let j: usize = 0; j < hidden; j++) {
      const weight = load<f64>(U + j * NUMBER)
      store<f64>(tile + (operations + j) * CELL, weight)
      store<f64>(hiddenTiles + ((j >> 2) * rows + row) * CELL + (j & 3) * NUMBER, weight)
    }
  }
}
