import * as Schema from "effect/Schema"
import type { DamageKind } from "../../core/log/damage.ts"

/** Nothing at this path is a log. */
export class LogNotFound extends Schema.TaggedError<LogNotFound>()("LogNotFound", {
  path: Schema.String,
  message: Schema.String
}) {}

/** The log is there, and the system does not let us read it. */
export class LogUnreadable extends Schema.TaggedError<LogUnreadable>()("LogUnreadable", {
  path: Schema.String,
  message: Schema.String
}) {}

/** From `byte` on, where `line` begins, the file is not what the log was: `repair` keeps what is before it. */
export class LogDamage extends Schema.TaggedError<LogDamage>()("LogDamage", {
  file: Schema.String,
  line: Schema.Number,
  byte: Schema.Number,
  kind: Schema.declare((u): u is DamageKind => typeof u === "string"),
  message: Schema.String
}) {}

/** Another process writes this log. */
export class LogLocked extends Schema.TaggedError<LogLocked>()("LogLocked", {
  file: Schema.String,
  message: Schema.String
}) {}

/** An event could not be made durable. It does not count, and nothing more is written by this writer. */
export class LogWriteFailed extends Schema.TaggedError<LogWriteFailed>()("LogWriteFailed", {
  file: Schema.String,
  /** the system's name of the error, such as ENOSPC; "" where it has none */
  code: Schema.String,
  message: Schema.String
}) {}

/** A run of this name exists, or is being started at this moment. */
export class NameTaken extends Schema.TaggedError<NameTaken>()("NameTaken", {
  folder: Schema.String,
  message: Schema.String
}) {}

/** A name that could leave its folder, or that some system cannot store. */
export class UnsafeName extends Schema.TaggedError<UnsafeName>()("UnsafeName", {
  name: Schema.String,
  message: Schema.String
}) {}
