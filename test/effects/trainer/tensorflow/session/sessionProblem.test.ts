import { describe, expect, it } from "vitest"
import { processEnded, sessionProblem } from "../../../../../src/effects/trainer/tensorflow/session/sessionProblem.ts"

const onCpu = { device: { type: "cpu" }, threads: 2 } as const
const onGpu = { device: { type: "gpu", number: 0 }, threads: 2 } as const

/** What TensorFlow 2.x and the loader really say. */
const texts: Readonly<Record<string, readonly string[]>> = {
  "out-of-memory": [
    "Session fail to run with error: OOM when allocating tensor with shape[16777216,16777216] and type float on /job:localhost/replica:0/task:0/device:CPU:0 by allocator cpu",
    "OOM when allocating tensor with shape[16,112,112,147] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc\n\t [[{{node Conv2D_3}}]]\nHint: If you want to see a list of allocated tensors when OOM happens, add report_tensor_allocations_upon_oom",
    "RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes.",
    "E0000 00:00:1700000000.000000   42 cuda_driver.cc:1002] failed to allocate 2.20G (2362232012 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory",
    "E0000 00:00:1700000000.000000   42 cuda_dnn.cc:502] Could not create cudnn handle: CUDNN_STATUS_ALLOC_FAILED",
    "E0000 00:00:1700000000.000000   42 cuda_blas.cc:226] failed to create cublas handle: CUBLAS_STATUS_ALLOC_FAILED",
    "Failed copying input tensor from /job:localhost/replica:0/task:0/device:CPU:0 to /job:localhost/replica:0/task:0/device:GPU:0 in order to run Cast: Dst tensor is not initialized.",
    "terminate called after throwing an instance of 'std::bad_alloc'"
  ],
  "device-lost": [
    "E0000 00:00:1700000000.000000   42 cuda_event.cc:29] Error polling for event status: failed to query event: CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered",
    "E0000 00:00:1700000000.000000   42 cuda_driver.cc:1011] could not synchronize on CUDA context: CUDA_ERROR_LAUNCH_FAILED: unspecified launch failure ::",
    "INTERNAL: failed to synchronize GPU 0: CUDA_ERROR_ECC_UNCORRECTABLE: uncorrectable ECC error encountered",
    "F0000 00:00:1700000000.000000   42 gpu_event_mgr.cc:274] Unexpected Event status: 1",
    "Failed to get convolution algorithm. This is probably because cuDNN failed to initialize, so try looking to see if a warning log message was printed above.",
    "DNN library initialization failed. Look at the errors above for more details.",
    "E0000 00:00:1700000000.000000   42 cuda_dnn.cc:502] Could not create cudnn handle: CUDNN_STATUS_NOT_INITIALIZED",
    "E0000 00:00:1700000000.000000   42 cuda_blas.cc:226] failed to create cublas handle: CUBLAS_STATUS_NOT_INITIALIZED"
  ],
  "no-device": [
    "no GPU device was found",
    "E0000 00:00:1700000000.000000   42 cuda_driver.cc:282] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected",
    "CUDA driver version is insufficient for CUDA runtime version"
  ],
  "no-library": [
    "libtensorflow_cc.so.2: cannot open shared object file: No such file or directory",
    "The Node.js native addon module (tfjs_binding.node) can not be found at path: /x/lib/napi-v8/tfjs_binding.node. \nPlease run command 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source'",
    "/x/tfjs_binding.node: invalid ELF header",
    "/x/tfjs_binding.node: file too short",
    "/x/tfjs_binding.node: undefined symbol: TF_NewStatus",
    "The module '/x/tfjs_binding.node' was compiled against a different Node.js version using NODE_MODULE_VERSION 115.",
    "Cannot find module '/x/package.json'"
  ]
}

const cases = Object.entries(texts).flatMap(([reason, messages]) => messages.map((message) => ({ reason, message })))

describe("what TensorFlow says, as one sentence", () => {
  it.each(cases)("$reason: $message", ({ reason, message }) => {
    for (const settings of [onCpu, onGpu]) {
      const error = sessionProblem(message, settings)
      expect(error.reason).toBe(reason)
      expect(error.message).not.toContain("\n")
    }
  })

  it("says what to change", () => {
    const said = (message: string, settings: typeof onCpu | typeof onGpu = onGpu) => sessionProblem(message, settings).message
    expect(said(texts["out-of-memory"]![1]!)).toMatch(/^there is too little memory on gpu:0 \(OOM .* by allocator GPU_0_bfc\): choose a smaller --batch, --channels or --layers; .* pvll resume goes on$/)
    expect(said(texts["device-lost"]![0]!)).toMatch(/^gpu:0 does not answer as it should \(.*\): once it does, .* pvll resume goes on$/)
    expect(said(texts["no-device"]![0]!)).toBe("TensorFlow finds no GPU that it can use as gpu:0: see pvll doctor, or use --device cpu")
    expect(said(texts["no-library"]![0]!)).toMatch(/: npm run setup:tensorflow -- --gpu brings it$/)
    expect(said(texts["no-library"]![0]!, onCpu)).toMatch(/: npm run setup:tensorflow brings it$/)
  })

  it("gives what it does not know as it is, in part where it is long", () => {
    const error = sessionProblem(`\n  Session fail to run with error: No Op registered for ${"x".repeat(400)}\nmore`, onCpu)
    expect(error.reason).toBeUndefined()
    expect(error.message).toMatch(/^TensorFlow refuses this \(Session fail to run with error: No Op registered for x+\.\.\.\); the log is complete/)
    expect(error.message.length).toBeLessThan(350)
    expect(sessionProblem("", onCpu).message).toContain("(no reason given)")
  })
})

describe("the end of TensorFlow's process", () => {
  it("by the system's killer is a lack of memory", () => {
    expect(processEnded("SIGKILL", "", onCpu)).toMatchObject({
      reason: "out-of-memory", message: expect.stringMatching(/was killed, .* memory ran out: choose a smaller --batch/)
    })
  })

  it("is explained by the error before the check that failed, not by the check", () => {
    const said = [
      "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
      ...texts["device-lost"]!.slice(0, 1), "I0000 00:00:1700000000.000000   42 port.cc:153] oneDNN custom operations are on.",
      "F0000 00:00:1700000000.000000   42 some.cc:1] Check failed: status == tsl::OkStatus()", ""
    ].join("\n")
    expect(processEnded("SIGABRT", said, onGpu)).toMatchObject({ reason: "device-lost", message: expect.stringContaining("CUDA_ERROR_ILLEGAL_ADDRESS") })
    expect(processEnded("SIGABRT", "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n", onCpu).reason).toBe("out-of-memory")
    expect(processEnded("SIGABRT", `2024-02-21 16:43:26.984939: F ${texts["device-lost"]![3]!.slice(39)}`, onGpu).reason).toBe("device-lost")
  })

  it("says how it ended where nothing explains it", () => {
    expect(processEnded("SIGSEGV", "I0000 nothing\n", onCpu).message).toBe(
      "TensorFlow's process ended with SIGSEGV; the log is complete up to its last line, and pvll resume goes on")
    expect(processEnded("SIGABRT", "F0000 00:00:1.0 42 op.cc:1] Check failed: 1 == 2\n", onCpu).message)
      .toMatch(/ended with SIGABRT \(F0000 .*Check failed: 1 == 2\); /)
  })
})
