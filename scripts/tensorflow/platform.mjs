/** The platforms that TensorFlow publishes wheels for which hold what the binding needs. */
const elsewhere = "the embedded engine runs here: leave out --trainer tensorflow"

/** The platform as the pins name it, or one sentence that says why TensorFlow cannot be set up here.
 * @param {"cpu" | "gpu"} variant
 * @param {{ platform: string, arch: string, isGlibc: boolean }} machine
 * @param {Record<string, Record<string, unknown>>} wheels of each variant and platform
 * @returns {{ platform: string } | { refusal: string }}
 */
export const platformFor = (variant, { platform, arch, isGlibc }, wheels) => {
  const name = `${platform}-${arch}`
  if (platform !== "linux") {
    return { refusal: `TensorFlow is set up on Linux only and this is ${platform}; ${elsewhere}` }
  }
  if (!isGlibc) return { refusal: `TensorFlow needs glibc, and this Linux has another C library (musl); ${elsewhere}` }
  if (name in wheels[variant]) return { platform: name }
  return {
    refusal: variant === "gpu" && name in wheels.cpu
      ? `TensorFlow has no wheels with CUDA for ${name}; set up the one for the CPU with npm run setup:tensorflow`
      : `TensorFlow has no wheels for ${name}; ${elsewhere}`
  }
}

/** This machine. */
export const thisMachine = () => {
  if (process.platform === "linux") process.report.excludeNetwork = true
  return {
    platform: process.platform,
    arch: process.arch,
    isGlibc: process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime !== undefined
  }
}
