import { z } from 'zod'

import type { RuleChoice } from '../core/assay.ts'
import { groupsOf, type KnownGroup } from '../core/quality/limits/in-force.ts'
import type { Limit } from '../core/quality/limits/limit.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import { closed, number, oneOf, wholeNumber } from '../fields.ts'

/**
 * What an assay file says under `quality`, by rule: `severity`, and limits by their keys. Null
 * rules are not known, so that their names and limits are taken as they are.
 */
export function qualitySchema(rules: readonly QualityRule[] | null) {
  if (rules === null) return z.record(z.string(), z.record(z.string(), anyChoice))
  const groups = groupsOf(rules).map((group) => [group.id, groupSchema(group).optional()] as const)
  return closed(
    'rules of quality, and limits that they share, where they differ from what is usual',
    Object.fromEntries(groups),
  )
}

/** The key of a limit in the file: `odMax` is `od_max`. */
export function keyFromLimit(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** What the assay settles of its rules. */
export function qualityFromFile(file: QualityFile): Readonly<Record<string, RuleChoice>> {
  const choices = Object.entries(file).map(([id, given = {}]): [string, RuleChoice] => {
    const { severity: said, ...limits } = given
    const { data: wanted } = severity.safeParse(said)
    const numbers = Object.entries(limits).flatMap(([key, value]) =>
      typeof value === 'number' ? [[limitFromKey(key), value] as const] : [],
    )
    const chosen = { limits: Object.fromEntries(numbers) }
    return [id, wanted === undefined ? chosen : { severity: wanted, ...chosen }]
  })
  return Object.fromEntries(choices)
}

type QualityFile = Readonly<
  Record<string, Readonly<Record<string, number | string | undefined>> | undefined>
>

const severity = oneOf(['warn', 'block', 'off'], 'how severe its findings are')

const anyChoice = z.union([z.number(), severity])

function limitFromKey(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function groupSchema({ about, limits, isRule }: KnownGroup) {
  const entries = Object.entries(limits).map(
    ([name, limit]) => [keyFromLimit(name), limitSchema(limit)] as const,
  )
  const ownSeverity = severity.meta({
    description: 'warn, block or off; left out, findings are as severe as the rule calls them',
  })
  const shape: Record<string, z.ZodType<number | string | undefined>> = {
    ...(isRule ? { severity: ownSeverity.optional() } : {}),
    ...Object.fromEntries(entries),
  }
  return closed(about.replace(/\.$/, ''), shape)
}

function limitSchema({ about, usual, source, min, max, isWhole }: Limit) {
  const phrase = `${about}, ${isWhole ? 'whole, ' : ''}${min} to ${max}`
  const field = isWhole ? wholeNumber(phrase, { min, max }) : number(phrase, { min, max })
  return field
    .meta({ description: `${phrase}; ${usual} where it is left out (${source})`, default: usual })
    .optional()
}
