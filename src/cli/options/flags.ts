import * as CliError from "effect/cli/CliError"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { finite, integer } from "./readNumber.ts"

/** The kinds of options that the verbs are made of. Each is optional; what it stands for is `metavar` in the help. */
type Optional<A> = Flag.Flag<Option.Option<A>>

const described = <A>(flag: Flag.Flag<A>, metavar: string, description: string): Optional<A> =>
  flag.pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.optional)

export const text = (name: string, metavar: string, description: string): Optional<string> =>
  described(Flag.String(name), metavar, description)

/** An option whose text is read by `reader`, which throws what it expects instead. */
export const read = <A>(
  name: string,
  metavar: string,
  reader: (text: string) => A,
  description: string
): Optional<A> => described(Flag.mapTryCatch(Flag.String(name), reader, (error) => String(error)), metavar, description)

/** The same for an option that must be given. */
export const needed = <A>(
  name: string,
  metavar: string,
  reader: (text: string) => A,
  description: string
): Flag.Flag<A> =>
  Flag.mapTryCatch(Flag.String(name), reader, (error) => String(error)).pipe(
    Flag.withMetavar(metavar),
    Flag.withDescription(description)
  )

/** The same for texts that need a sentence of their own where they are wrong: `reader` then gives that sentence. */
export const readOrSay = <A extends object | number | null>(
  name: string,
  metavar: string,
  reader: (text: string) => A | string,
  description: string
): Optional<A> => {
  const flag = Flag.mapEffect(Flag.String(name), (text) => {
    const value = reader(text)
    return typeof value === "string"
      ? Effect.fail(new CliError.ValidationError({ message: value }))
      : Effect.succeed(value)
  })
  return described(flag, metavar, description)
}

export const whole = (name: string, metavar: string, description: string): Optional<number> =>
  read(name, metavar, integer, description)

export const real = (name: string, metavar: string, description: string): Optional<number> =>
  read(name, metavar, finite, description)

export const choice = <const Names extends readonly string[]>(
  name: string,
  names: Names,
  description: string
): Optional<Names[number]> => described(Flag.Literals(name, names), names.join("|"), description)

/** An on-off option. It never takes the word after it, and has no `--no-` form. */
export const onOff = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(
    Flag.withoutNegation,
    Flag.withOptionalValue("true"),
    Flag.withDescription(description),
    Flag.withDefault(false)
  )
