/** Object members in a value and everything inside it; arrays and typed arrays have elements, not members. */
export const countMembers = (value: unknown): number => {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const element of value) count += countMembers(element)
  } else {
    for (const key of Object.keys(value)) count += 1 + countMembers((value as Readonly<Record<string, unknown>>)[key])
  }
  return count
}
