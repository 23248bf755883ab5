import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { denseCell } from "../../../../../src/core/architecture/spaces/denseCell.ts"
import { nasnet } from "../../../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../../../src/core/architecture/spaces/nb201.ts"
import { packedLength } from "../../../../../src/effects/trainer/wasm/packing.ts"
import type { Parameter } from "../../../../../src/effects/trainer/network/parameter.ts"
import { encode } from "../../../../../src/effects/trainer/wasm/program/encode.ts"
import { placeApart } from "../../../../../src/effects/trainer/wasm/program/lifetimes.ts"
import { planMemory } from "../../../../../src/effects/trainer/wasm/program/memoryPlan.ts"
import { recordBytes, recordKinds } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import type { RecordKind } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { scratchBytes } from "../../../../../src/effects/trainer/wasm/program/scratch.ts"
import { anyShape, networkFrom, paperShape } from "../../network/shapes.ts"
import { decode, listOf } from "./accesses.ts"
import type { Decoded } from "./accesses.ts"
import { anyArchitecture, evaluation, everywhere, programOf, training } from "./programs.ts"

const sizes = { batch: 2, threads: 1 }
const paper = networkFrom(paperShape)
const paperPlan = planMemory(paper, sizes)
const recordsOf = (operation: string, mode = training): readonly Decoded[] =>
  decode(programOf(paper, paperPlan, everywhere(nasnet, operation), mode))

const barriers = (records: readonly Decoded[]): number => records.filter(({ kind }) => kind === "barrier").length

const anyProgram = anyShape.chain((shape) => fc.tuple(fc.constant(shape), anyArchitecture(shape.space)))

describe("a compiled program", () => {
  it("has no more barriers than the longest chain of normalisations needs, there and back", () => {
    const update = 2
    // Stem; in each of eight cells its preprocess and the operations of four nodes.
    const chains = (units: number): number => 1 + 8 * (1 + 4 * units)
    expect(barriers(recordsOf("sep_conv_3x3"))).toBe(2 * chains(2) + update)
    expect(barriers(recordsOf("dil_conv_5x5"))).toBe(2 * chains(1) + update)
    expect(barriers(recordsOf("max_pool_3x3", evaluation(false)))).toBe(chains(1))
    // With running statistics nothing waits for sums.
    expect(barriers(recordsOf("sep_conv_3x3", evaluation(true)))).toBe(0)
  })

  it("computes nothing on an edge without an operation", () => {
    const kinds = new Set(recordsOf("none").map(({ kind }) => kind))
    for (const kind of ["separable", "maxPool", "averagePool", "scaledCopy"] as const) expect(kinds.has(kind)).toBe(false)
    expect(recordsOf("none").filter(({ kind }) => kind === "sum").every(({ kernel }) => kernel === 0)).toBe(true)
  })

  it("can be cut after the head, and after the gradient's norm", () => {
    fc.assert(fc.property(anyProgram, ([shape, architecture]) => {
      const network = networkFrom(shape)
      const program = programOf(network, planMemory(network, sizes), architecture)
      const records = decode(program)
      const { forward, backward, all } = program.ends
      const isBackward = (kind: RecordKind): boolean =>
        kind.endsWith("Backward") || ["gradientNorm", "descend", "scaledCopy", "zero"].includes(kind)
      expect(records.slice(0, forward).some(({ kind }) => isBackward(kind))).toBe(false)
      expect(records[forward - 1].kind).toBe("head")
      expect(records[backward - 1].kind).toBe("gradientNorm")
      expect(records.slice(backward).map(({ kind }) => kind)).toEqual(["barrier", "descend"])
      expect(all).toBe(records.length)
    }), { numRuns: 30 })
  })

  it("is the same, word for word, each time", () => {
    const mixed = everywhere(nasnet, "none").map((_, e) => e % 8)
    expect(programOf(paper, paperPlan, mixed).words).toEqual(programOf(paper, paperPlan, mixed).words)
  })

  it("writes each gradient once and adds to it from then on", () => {
    fc.assert(fc.property(anyProgram, ([shape, architecture]) => {
      const network = networkFrom(shape)
      const begun = new Set<number>()
      for (const r of decode(programOf(network, planMemory(network, sizes, placeApart), architecture))) {
        const isGradient = r.inputGradient !== 0
        const address = isGradient ? r.inputGradient : r.input
        if (!isGradient && r.kind !== "sum") continue
        const words = Array.from({ length: r.channels * r.height * r.width }, (_, word) => address + 4 * word)
        expect(words.map((word) => begun.has(word))).toEqual(words.map(() => r.accumulate === 1))
        for (const word of words) begun.add(word)
      }
    }), { numRuns: 30 })
  })

  it("adds up a node of more terms than a record holds in several records", () => {
    const space = { ...nasnet, operations: ["skip_connect"], cells: [denseCell("wide", 2, 8)] }
    const network = networkFrom({ ...paperShape, space, channels: 4, layers: 3, image: { channels: 1, height: 4, width: 4 } })
    const program = programOf(network, planMemory(network, sizes), everywhere(space, "skip_connect"))
    const terms = decode(program).filter(({ kind, height }) => kind === "sum" && height === 4)
      .map(({ kernel, accumulate }) => [kernel, accumulate])
    expect(terms).toEqual([[2, 0], [3, 0], [4, 0], [5, 0], [6, 0], [6, 0], [1, 1], [6, 0], [2, 1], [6, 0], [3, 1]])
  })

  it("updates what it sampled and nothing else", () => {
    fc.assert(fc.property(anyProgram, ([shape, architecture]) => {
      const network = networkFrom(shape)
      const plan = planMemory(network, sizes)
      const program = programOf(network, plan, architecture)
      const choices = network.stages.flatMap(({ name, edges }) => edges.flatMap(({ choice }, e) =>
        (choice === null ? [] : [`${name}.edges.${e}.${shape.space.operations[architecture[choice]]}.`])))
      const sampled = network.parameters.filter(({ name }) =>
        !name.includes(".edges.") || choices.some((chosen) => name.startsWith(chosen)))
      expect([...program.gradients.keys()].toSorted()).toEqual(sampled.map(({ name }) => name).toSorted())

      const bytesOf = (parameter: Parameter): number => 4 * packedLength(parameter)
      const covered = listOf(program).flatMap(({ weights, length }) => {
        const inside = sampled.filter((parameter) => {
          const address = plan.weights.get(parameter.name)!
          return address >= weights && address + bytesOf(parameter) <= weights + 4 * length
        })
        expect(inside.reduce((sum, parameter) => sum + bytesOf(parameter), 0)).toBe(4 * length)
        return inside
      })
      expect(covered).toHaveLength(sampled.length)
    }), { numRuns: 30 })
  })

  it("has its list of parameters right behind its records", () => {
    const program = programOf(paper, paperPlan, everywhere(nasnet, "skip_connect"))
    const records = decode(program)
    const walkers = records.filter(({ kind }) => ["prepare", "gradientNorm", "descend"].includes(kind))
    expect(walkers).toHaveLength(3)
    for (const { input, kernel } of walkers) {
      expect(input).toBe(paperPlan.program.address + records.length * recordBytes)
      expect(kernel).toBe(listOf(program).length)
    }
  })

  it("shares the work of the list evenly among the slices", () => {
    const list = listOf(programOf(paper, paperPlan, everywhere(nasnet, "sep_conv_3x3")))
    const perSlice = Array.from({ length: 8 }, (_, slice) =>
      list.filter((_, e) => e % 8 === slice).reduce((sum, { length }) => sum + length, 0))
    const halves = [perSlice.slice(0, 4), perSlice.slice(4)].map((part) => part.reduce((a, b) => a + b))
    expect(Math.max(...perSlice) / Math.min(...perSlice)).toBeLessThan(1.2)
    expect(Math.max(...halves) / Math.min(...halves)).toBeLessThan(1.12)
  })

  it("needs no more scratch and room than planned", () => {
    fc.assert(fc.property(anyProgram, ([shape, architecture]) => {
      const network = networkFrom(shape)
      const plan = planMemory(network, sizes)
      const program = programOf(network, plan, architecture)
      expect(4 * program.words.length).toBeLessThanOrEqual(plan.program.bytes)
      for (const { kind, ...words } of decode(program)) {
        expect(scratchBytes({ kind, words })).toBeLessThanOrEqual(plan.scratchBytes)
      }
    }), { numRuns: 30 })
  })

  it("does not compile for an operation that an edge lacks", () => {
    const [edge, ...others] = nb201.cells[0].edges
    const space = { ...nb201, cells: [{ ...nb201.cells[0], edges: [{ ...edge, operations: ["none"] }, ...others] }] }
    const network = networkFrom({ ...paperShape, space, layers: 1 })
    const plan = planMemory(network, sizes)
    expect(() => programOf(network, plan, [1, 0, 0, 0, 0, 0])).toThrow("operation 1 cannot stand on edge 0 of the space nb201")
  })
})

describe("the words of a program", () => {
  it("are the fields in order, floats by their bits, addresses of the upper 2 GiB as they wrap", () => {
    const words = encode([{ kind: "normalise", words: { input: 2 ** 31 + 64 }, floats: { extra1: 0.5 } }], [])
    expect(words[0]).toBe(recordKinds.indexOf("normalise"))
    expect(words[1] >>> 0).toBe(2 ** 31 + 64)
    expect(new Float32Array(words.buffer)[30]).toBe(0.5)
  })
})
