const member = (value: object, key: string): unknown => (value as { readonly [key: string]: unknown })[key]

/**
 * JSON text with the keys of every object in order of their code units, so that equal values have equal texts
 * whoever printed them. Members that are undefined are left out, as JSON does.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  const members = Object.keys(value).toSorted()
    .filter((key) => member(value, key) !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(member(value, key))}`)
  return `{${members.join(",")}}`
}
