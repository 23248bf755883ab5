/** What TensorFlow computes on: the processor, or the GPU of that number. */
export type Device = { readonly type: "cpu" } | { readonly type: "gpu"; readonly number: number }

export const deviceText = (device: Device): string => (device.type === "cpu" ? "cpu" : `gpu:${device.number}`)

/** Reads `cpu`, `gpu` (the first one) or `gpu:N`; null: it is none of these. */
export const parseDevice = (text: string): Device | null => {
  if (text === "cpu") return { type: "cpu" }
  const number = /^gpu(?::(\d{1,4}))?$/u.exec(text)
  return number === null ? null : { type: "gpu", number: Number(number[1] ?? 0) }
}
