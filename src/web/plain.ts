/** The same value with bytes in hex, and free to be written to. */
export function plain<Value>(value: Value): Plain<Value> {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part,
    ),
  )
}

/** Lists and objects of JSON. */
type Plain<Value> = Value extends readonly (infer Item)[]
  ? Plain<Item>[]
  : Value extends object
    ? Record<string, unknown> & { -readonly [Key in keyof Value]: Plain<Value[Key]> }
    : Value
