/** A `--set path=value`: a place in the configuration, and a JSON value or plain text for it. */
export interface Assignment {
  readonly path: string
  readonly value: unknown
}

const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Reads `path=value`; throws what is expected. */
export const assignment = (text: string): Assignment => {
  const equals = text.indexOf("=")
  if (equals < 1 || equals === text.length - 1) throw "path=value, such as estimator.beta1=0.9,"
  return { path: text.slice(0, equals), value: jsonOrText(text.slice(equals + 1)) }
}
