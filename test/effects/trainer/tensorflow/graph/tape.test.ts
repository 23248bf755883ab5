import { expect, it } from "vitest"
import { newGraph } from "../../../../../src/effects/trainer/tensorflow/graph/graph.ts"
import { newTape } from "../../../../../src/effects/trainer/tensorflow/graph/tape.ts"

it("a gradient is the sum of its parts, added once", () => {
  const graph = newGraph()
  const tape = newTape(graph)
  tape.contribute("x", "a")
  expect(tape.gradientOf("y")).toBeNull()
  tape.contribute("x", "b")
  tape.contribute("x", "c")
  const sum = tape.gradientOf("x")!
  expect(tape.gradientOf("x")).toBe(sum)
  expect(graph.nodes).toEqual([{
    name: sum, operation: "AddN", inputs: ["a", "b", "c"],
    attributes: { T: { kind: "type", value: "float" }, N: { kind: "integer", value: 3 } }
  }])
})

it("a gradient of one part is that part", () => {
  const graph = newGraph()
  const tape = newTape(graph)
  tape.contribute("x", "a")
  expect(tape.gradientOf("x")).toBe("a")
  expect(graph.nodes).toEqual([])
})

it("goes back in reverse order, past what has no gradient", () => {
  const graph = newGraph()
  const tape = newTape(graph)
  const went: string[] = []
  const step = (of: string, to: string): void => tape.onBackward(of, (gradient) => {
    went.push(`${gradient} through ${of}`)
    tape.contribute(to, `${gradient} by ${to}`)
  })
  step("first", "input")
  step("unread", "input")
  step("second", "first")
  tape.contribute("second", "upstream")
  tape.backward()
  expect(went).toEqual(["upstream through second", "upstream by first through first"])
  expect(tape.gradientOf("input")).toBe("upstream by first by input")
})

it("the same constant stands in a graph once", () => {
  const graph = newGraph()
  const one = graph.floats([2], [1, 2])
  expect(graph.floats([2], [1, 2])).toBe(one)
  for (const other of [graph.floats([2, 1], [1, 2]), graph.floats([2], [1, 3]), graph.integers([2], [1, 2])]) expect(other).not.toBe(one)
  expect(graph.nodes).toHaveLength(4)
})
