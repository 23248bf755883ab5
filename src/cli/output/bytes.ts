import { significant } from "./numbers.ts"

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const

/** A size as a person says it. */
export const bytes = (count: number): string => {
  let size = count
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit++
  }
  return unit === 0 ? `${size} B` : `${significant(size, 3)} ${units[unit]}`
}
