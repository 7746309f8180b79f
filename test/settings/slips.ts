import { readFileSync } from 'node:fs'

import { parse } from 'yaml'
import { z } from 'zod'

const slipSchema = z.strictObject({
  name: z.string(),
  file: z.string().default(''),
  from: z.string().optional(),
  pattern: z.string().optional(),
  flags: z.string().default(''),
  to: z.string(),
  told: z.array(z.string()).min(1),
})

/** A sound file with one piece of its text replaced, and the mistakes this makes. */
export type Slip = z.output<typeof slipSchema>

/** The slips of a file below test/cases. */
export function readSlips(path: string): readonly Slip[] {
  const text = readFileSync(new URL(`../cases/${path}`, import.meta.url), 'utf8')
  return z.array(slipSchema).min(10).parse(parse(text))
}

/** The text with the slip made. Throws TypeError when there is nothing to replace. */
export function withSlip(text: string, { from, pattern, flags, to }: Slip): string {
  const changed = text.replace(from ?? new RegExp(pattern ?? '', flags), to)
  if (changed === text) throw new TypeError(`Expected '${from ?? pattern}' in '${text}'.`)
  return changed
}
