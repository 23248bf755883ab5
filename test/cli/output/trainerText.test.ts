import { expect, test } from "vitest"
import { trainerText } from "../../../src/cli/output/trainerText.ts"

test.each([
  ["wasm", "1", true, "wasm"],
  ["tensorflow", "1 (TensorFlow 2.21.0, cpu avx512, 2 threads)", true, "tensorflow (TensorFlow 2.21.0, cpu avx512, 2 threads)"],
  ["tensorflow", "1 (TensorFlow 2.21.0, gpu)", false, "tensorflow (TensorFlow 2.21.0, gpu, not deterministic)"],
  ["mine", "7", false, "mine (not deterministic)"]
])("%s of version %s", (name, version, deterministic, text) => {
  expect(trainerText({ name, version, deterministic })).toBe(text)
})
