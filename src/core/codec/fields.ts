import * as t from "io-ts"

/** A key of an object and the codec of its value. */
export interface Field {
  readonly key: string
  readonly codec: t.Any
  readonly optional: boolean
}

/** The keys that a codec of objects names; `closed` where io-ts would strip all others. */
export interface Fields {
  readonly fields: readonly Field[]
  readonly closed: boolean
}

const named = (props: t.AnyProps, optional: boolean): Fields => ({
  fields: Object.entries(props).map(([key, codec]) => ({ key, codec, optional })),
  closed: false
})

/**
 * The fields of `type`, `partial`, `strict`, `exact`, of an intersection of them, and of a record over listed keys;
 * null for every other codec. An intersection is closed only where all of its members are.
 */
export const fieldsOf = (codec: t.Any): Fields | null => {
  if (codec instanceof t.InterfaceType) return named(codec.props, false)
  if (codec instanceof t.PartialType) return named(codec.props, true)
  if (codec instanceof t.RefinementType || codec instanceof t.ReadonlyType) return fieldsOf(codec.type)
  if (codec instanceof t.ExactType) {
    const inside = fieldsOf(codec.type)
    return inside && { ...inside, closed: true }
  }
  if (codec instanceof t.DictionaryType && codec.domain instanceof t.KeyofType) {
    const keys = Object.keys(codec.domain.keys)
    return { fields: keys.map((key) => ({ key, codec: codec.codomain, optional: false })), closed: true }
  }
  if (codec instanceof t.IntersectionType) {
    const parts: readonly (Fields | null)[] = codec.types.map(fieldsOf)
    const objects = parts.filter((part) => part !== null)
    return objects.length < parts.length
      ? null
      : { fields: objects.flatMap((part) => part.fields), closed: objects.every((part) => part.closed) }
  }
  return null
}
