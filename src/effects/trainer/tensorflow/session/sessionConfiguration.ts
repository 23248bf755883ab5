import Pbf from "pbf"
import type { Device } from "../device.ts"

// Numbers of the fields of config.proto and rewriter_config.proto (TensorFlow 2.21).
const allowSoftPlacement = 7
const graphOptions = 10
const rewriteOptions = 10
const disableMetaOptimizer = 19
const layoutOptimizer = 1
const memoryOptimization = 4
const metaOptimizerIterations = 12

/**
 * constant_folding, arithmetic, dependency, loop and function optimisation, debug_stripper, shape optimisation, remapping,
 * scoped_allocator, pin_to_host, implementation_selector, auto_mixed_precision, common_subgraph_elimination and
 * use_plugin_optimizers
 */
const otherOptimizers = [3, 7, 8, 9, 10, 11, 13, 14, 15, 18, 22, 23, 24, 28]

const on = 1
const off = 2
const noMemoryOptimization = 1
const one = 1

/** tensorflow.RewriterConfig: what may be changed of a graph before it runs. */
const writeRewriter = ({ type }: Device, rewriter: Pbf): void => {
  if (type === "cpu") return rewriter.writeBooleanField(disableMetaOptimizer, true)
  rewriter.writeVarintField(layoutOptimizer, on)
  rewriter.writeVarintField(memoryOptimization, noMemoryOptimization)
  rewriter.writeVarintField(metaOptimizerIterations, one)
  for (const optimizer of otherOptimizers) rewriter.writeVarintField(optimizer, off)
}

/**
 * tensorflow.ConfigProto: operations without a form for the GPU run on the processor. On the processor the graph is run
 * as it is written: the optimiser takes some two seconds for each new architecture and gains nothing measurable there. On
 * a GPU it turns maps channels-first and does nothing else: cuDNN's batch normalisation of float32 works so, and each
 * channels-last one would be turned round by itself.
 */
export const sessionConfiguration = (device: Device): Uint8Array => {
  const pbf = new Pbf()
  pbf.writeBooleanField(allowSoftPlacement, true)
  pbf.writeMessage(graphOptions, (_, options) => options.writeMessage(rewriteOptions, writeRewriter, device), device)
  return pbf.finish()
}
