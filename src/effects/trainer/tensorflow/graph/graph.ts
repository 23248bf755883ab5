/** TensorFlow's numbers of the types that our graphs hold (tensorflow/core/framework/types.proto). */
export const types = { float: 1, int32: 3, boolean: 10 } as const
export type TypeName = keyof typeof types

/** A tensor that a graph computes: `node` or `node:number`. */
export type Output = string

/** A constant of a graph. */
export interface Constant {
  readonly type: "float" | "int32"
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** An attribute of an operation. */
export type Attribute =
  | { readonly kind: "type"; readonly value: TypeName }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "integers"; readonly value: readonly number[] }
  /** -1: any length */
  | { readonly kind: "shape"; readonly value: readonly number[] }
  | { readonly kind: "constant"; readonly value: Constant }

export type Attributes = Readonly<Record<string, Attribute>>

export interface Node {
  readonly name: string
  readonly operation: string
  /** outputs of other nodes; `^name`: only to be run after that node */
  readonly inputs: readonly Output[]
  readonly attributes: Attributes
}

export const type = (value: TypeName): Attribute => ({ kind: "type", value })
export const text = (value: string): Attribute => ({ kind: "text", value })
export const integer = (value: number): Attribute => ({ kind: "integer", value })
export const float = (value: number): Attribute => ({ kind: "float", value })
export const boolean = (value: boolean): Attribute => ({ kind: "boolean", value })
export const integers = (...value: readonly number[]): Attribute => ({ kind: "integers", value })
export const shape = (...value: readonly number[]): Attribute => ({ kind: "shape", value })

/** The type of most inputs. */
export const T = { T: type("float") } as const

/** A graph that grows: an operation's inputs are there before it. */
export interface Graph {
  readonly nodes: readonly Node[]
  /** Adds an operation and gives its first output; without a name it gets one of its own. */
  readonly add: (operation: string, inputs: readonly Output[], attributes: Attributes, name?: string) => Output
  /** a constant; the same one is kept once */
  readonly floats: (shape: readonly number[], values: readonly number[]) => Output
  readonly integers: (shape: readonly number[], values: readonly number[]) => Output
}

/** The other outputs of an operation with several. */
export const outputOf = (first: Output, number: number): Output => `${first}:${number}`

export const newGraph = (): Graph => {
  const nodes: Node[] = []
  const constants = new Map<string, Output>()
  const add: Graph["add"] = (operation, inputs, attributes, name = `${operation}_${nodes.length}`) => {
    nodes.push({ name, operation, inputs, attributes })
    return name
  }
  const constant = (value: Constant): Output => {
    const key = `${value.type} ${value.shape.join()} ${value.values.join()}`
    const known = constants.get(key)
    if (known !== undefined) return known
    const output = add("Const", [], { dtype: type(value.type), value: { kind: "constant", value } })
    constants.set(key, output)
    return output
  }
  return {
    nodes,
    add,
    floats: (shape, values) => constant({ type: "float", shape, values }),
    integers: (shape, values) => constant({ type: "int32", shape, values })
  }
}
