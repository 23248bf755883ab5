import Pbf from "pbf"
import { type Attribute, type Constant, type Node, types } from "./graph.ts"

/**
 * A graph as the file `saved_model.pb` of TensorFlow's SavedModel, the one form that the binding loads. The numbers of the
 * fields are those of saved_model.proto, meta_graph.proto, graph.proto, node_def.proto, attr_value.proto, tensor.proto
 * and tensor_shape.proto; a proto's repeated and map fields are written one message an entry.
 */

/** The tag by which the graph is asked for. */
export const graphTag = "pvll"

/** A version of the graph format that every TensorFlow of today reads. */
const producer = 1882

const writeShape = (shape: readonly number[], pbf: Pbf): void => {
  for (const size of shape) {
    pbf.writeMessage(2, (length: number, dimension) => dimension.writeVarintField(1, length), size)
  }
}

const bytesOf = ({ type, values }: Constant): Uint8Array => {
  const numbers = type === "float" ? Float32Array.from(values) : Int32Array.from(values)
  return new Uint8Array(numbers.buffer)
}

const writeTensor = (constant: Constant, pbf: Pbf): void => {
  pbf.writeVarintField(1, types[constant.type])
  pbf.writeMessage(2, writeShape, constant.shape)
  pbf.writeBytesField(4, bytesOf(constant))
}

const writeIntegers = (values: readonly number[], pbf: Pbf): void => {
  pbf.writePackedVarint(3, [...values])
}

const writeAttribute = (attribute: Attribute, pbf: Pbf): void => {
  switch (attribute.kind) {
    case "type": return pbf.writeVarintField(6, types[attribute.value])
    case "text": return pbf.writeStringField(2, attribute.value)
    case "integer": return pbf.writeVarintField(3, attribute.value)
    case "float": return pbf.writeFloatField(4, attribute.value)
    case "boolean": return pbf.writeBooleanField(5, attribute.value)
    case "integers": return pbf.writeMessage(1, writeIntegers, attribute.value)
    case "shape": return pbf.writeMessage(7, writeShape, attribute.value)
    case "constant": return pbf.writeMessage(8, writeTensor, attribute.value)
  }
}

const writeEntry = ([name, attribute]: readonly [string, Attribute], pbf: Pbf): void => {
  pbf.writeStringField(1, name)
  pbf.writeMessage(2, writeAttribute, attribute)
}

const writeNode = ({ name, operation, inputs, attributes }: Node, pbf: Pbf): void => {
  pbf.writeStringField(1, name)
  pbf.writeStringField(2, operation)
  for (const input of inputs) pbf.writeStringField(3, input)
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeEntry, entry)
}

const writeGraph = (nodes: readonly Node[], pbf: Pbf): void => {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node)
  pbf.writeMessage(4, (version: number, versions) => versions.writeVarintField(1, version), producer)
}

const writeMetaGraph = (nodes: readonly Node[], pbf: Pbf): void => {
  pbf.writeMessage(1, (tag: string, information) => information.writeStringField(4, tag), graphTag)
  pbf.writeMessage(2, writeGraph, nodes)
}

/** The content of `saved_model.pb`. */
export const encodeSavedModel = (nodes: readonly Node[]): Uint8Array => {
  const pbf = new Pbf()
  pbf.writeVarintField(1, 1)
  pbf.writeMessage(2, writeMetaGraph, nodes)
  return pbf.finish()
}
