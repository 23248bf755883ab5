import { describe, expect, it } from "vitest"
import { processEnded, processUnreached, sessionProblem, type Used } from "../../../../../src/effects/trainer/tensorflow/session/sessionProblem.ts"

const onCpu: Used = { device: { type: "cpu" }, setup: "npm run setup:tensorflow" }
const onGpu: Used = { device: { type: "gpu", number: 0 }, setup: "npm --prefix /p run setup:tensorflow -- --gpu" }

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
  ],
  // Kinds of GPUs alone, and no way to go on by itself.
  "no-library on a GPU": [
    "DNN library is not found.",
    "Could not load dynamic library 'libcudnn.so.9'; dlerror: libcudnn.so.9: cannot be opened",
    "Loaded runtime CuDNN library: 8.9.4 but source was compiled with: 9.3.0.  CuDNN library needs to have matching major version",
    "INTERNAL: Failed to load in-memory CUBIN: CUDA_ERROR_INVALID_IMAGE: device kernel image is invalid",
    "INTERNAL: Failed to load in-memory CUBIN: CUDA_ERROR_NO_BINARY_FOR_GPU: no kernel image is available for execution on the device",
    "CUDA_ERROR_UNSUPPORTED_PTX_VERSION: the provided PTX was compiled with an unsupported toolchain."
  ]
}

const everywhere = ["out-of-memory", "no-library"]
const cases = Object.entries(texts).flatMap(([kind, messages]) => messages.map((message) => ({ kind, message })))

describe("what TensorFlow says, as one sentence", () => {
  it.each(cases)("$kind: $message", ({ kind, message }) => {
    const error = sessionProblem(message, onGpu)
    expect(error.reason).toBe(kind.split(" ")[0])
    expect(error.message).not.toContain("\n")
    // The library with CUDA on the processor is in no trouble of a GPU's.
    expect(sessionProblem(message, onCpu).reason).toBe(everywhere.includes(kind) ? kind : undefined)
  })

  it("says what to change", () => {
    const said = (message: string, used = onGpu) => sessionProblem(message, used).message
    expect(said(texts["out-of-memory"]![1]!)).toMatch(/^there is too little memory on gpu:0 \(OOM .* by allocator GPU_0_bfc\); the log is complete/)
    expect(said(texts["device-lost"]![0]!)).toMatch(/^gpu:0 does not answer as it should \(.*\): once it does, .* pvll resume goes on$/)
    expect(said(texts["no-device"]![0]!)).toBe("TensorFlow finds no GPU that it can use as gpu:0: see pvll doctor, or use --device cpu")
    expect(said(texts["no-library"]![0]!)).toMatch(/: npm --prefix \/p run setup:tensorflow -- --gpu brings it$/)
    expect(said(texts["no-library"]![0]!, onCpu)).toMatch(/: npm run setup:tensorflow brings it$/)
    expect(said(texts["no-library on a GPU"]![0]!)).toMatch(/^a library of CUDA's .*: npm --prefix \/p run setup:tensorflow -- --gpu brings it$/)
    expect(said(texts["no-library on a GPU"]![3]!)).toMatch(/nothing that runs on gpu:0 \(.*\): the card, or its driver, is too new or too old/)
    expect(processUnreached("spawn EMFILE").message).toMatch(/^TensorFlow's process cannot be reached \(spawn EMFILE\); the log is complete/)
  })

  it("says of a lack of memory what a resume can change, and what it cannot", () => {
    for (const { message } of [sessionProblem("OOM", onGpu), processEnded("SIGKILL", "", onCpu)]) {
      expect(message).toMatch(/; the log is complete up to its last line: pvll resume LOG goes on once there is more memory, with --at K --batch N it forks the search with a smaller batch; smaller --channels or --layers need a new search$/)
    }
  })

  it("does not take oneDNN for cuDNN", () => {
    expect(sessionProblem("could not create a primitive: oneDNN error", onGpu).reason).toBeUndefined()
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
      reason: "out-of-memory", message: expect.stringMatching(/was killed, .* memory ran out; the log is complete/)
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

  const always = [
    "E0000 00:00:1700000000.000000   42 cuda_dnn.cc:8310] Unable to register cuDNN factory: Attempting to register factory for plugin cuDNN when one has already been registered",
    "E0000 00:00:1700000000.000000   42 cuda_blas.cc:1418] Unable to register cuBLAS factory: Attempting to register factory for plugin cuBLAS when one has already been registered"
  ]
  const noGpu = "E0000 00:00:1700000000.000000   42 cuda_driver.cc:282] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected"

  it("is not explained by what a TensorFlow for GPUs says whenever it is loaded", () => {
    const said = [...always, noGpu, ""].join("\n")
    const ended = "TensorFlow's process ended with SIGSEGV; the log is complete up to its last line, and pvll resume goes on"
    const onProcessor = processEnded("SIGSEGV", said, onCpu)
    expect([onProcessor.reason, onProcessor.message]).toEqual([undefined, ended])
    expect(processEnded("SIGSEGV", always.join("\n"), onGpu).message).toBe(ended)
    expect(processEnded("SIGSEGV", said, onGpu).reason).toBe("no-device")
  })

  it("says how it ended where nothing explains it", () => {
    expect(processEnded("SIGSEGV", "I0000 nothing\n", onCpu).message).toBe(
      "TensorFlow's process ended with SIGSEGV; the log is complete up to its last line, and pvll resume goes on")
    expect(processEnded("SIGABRT", "F0000 00:00:1.0 42 op.cc:1] Check failed: 1 == 2\n", onCpu).message)
      .toMatch(/ended with SIGABRT \(F0000 .*Check failed: 1 == 2\); /)
  })
})
