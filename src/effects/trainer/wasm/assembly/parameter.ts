/** An entry of the list of parameters: the words of `parameterWords` in `program/record.ts`, in the same order. */
@unmanaged
export class Parameter {
  weights: usize
  gradient: usize
  momentum: usize
  length: i32
  form: i32
  inputs: i32
  outputs: i32
  prepared: usize
}
