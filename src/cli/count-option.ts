import { AssaydError } from '../core/errors.ts'

/** So many rows as `--last` says; Infinity for all. Throws AssaydError `option-unsuited`. */
export function countOf(text: string): number {
  if (text === 'all') return Infinity
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AssaydError('option-unsuited', `Unable to read the count '${text}' of --last.`, {
    hint: "Write a number from 1 on, or 'all'.",
  })
}
