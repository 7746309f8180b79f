/** What one look of the doctor found. */
export interface Checked {
  readonly what: string
  /** `warn`: a person should look some time; `fail`: plates would not be read or stored. */
  readonly state: 'ok' | 'warn' | 'fail'
  readonly says: string
  readonly hint: string
}

/** A check that passed. */
export function fine(what: string, says: string): Checked {
  return { what, state: 'ok', says, hint: '' }
}
