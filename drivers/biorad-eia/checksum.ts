import { type BadChecksum } from './faults.ts'
import type { RawBlock } from './plate-parser.ts'
import { checksumOf } from './plate-text.ts'
import { CHECKSUM_RULES, type ChecksumRule, type Settings } from './settings.ts'

// The manuals say that the checksum adds up the characters of the block, and leave open whether the
// CR of each row counts. Until somebody has seen a real plate both rules are tried. The two never
// agree: eight CR add 104. A rule that fits is told; when none fits, the checksum cannot be
// verified, unless a rule was proven on this line: then the checksum is wrong.

/** What the checksums of a plate say. */
export type Verdict =
  | { readonly kind: 'ok'; readonly rule: ChecksumRule }
  | { readonly kind: 'unverifiable' }
  | { readonly kind: 'bad'; readonly bad: BadChecksum }

/** How often in a row a rule has fitted on this line. */
export interface Proof {
  readonly rule: ChecksumRule
  readonly blocks: number
}

/** One block fits a wrong rule by chance once in 256, two almost never. */
const PROVEN_BY_BLOCKS = 2

/** The rule that must hold: the one that is set, or the one that was proven on this line. */
export function ruleInForce(
  setting: Settings['checksum'],
  proof: Proof | undefined,
): ChecksumRule | undefined {
  if (setting !== 'find-out') return setting
  return proof !== undefined && proof.blocks >= PROVEN_BY_BLOCKS ? proof.rule : undefined
}

/** Judges the blocks of one plate together: where one fits a rule, all must. */
export function judgeChecksums(
  blocks: readonly RawBlock[],
  inForce: ChecksumRule | undefined,
): Verdict {
  const sums = blocks.map(
    ({ rows }) => new Map(CHECKSUM_RULES.map((rule) => [rule, checksumOf(rows, rule)])),
  )
  const fitting = blocks.map(({ checksum }, index) =>
    CHECKSUM_RULES.find((rule) => sums[index]?.get(rule) === checksum),
  )
  const rule = inForce ?? fitting.find((each) => each !== undefined)
  if (rule === undefined) return { kind: 'unverifiable' }
  const at = fitting.findIndex((each) => each !== rule)
  if (at < 0) return { kind: 'ok', rule }
  const came = blocks[at]?.checksum ?? 0
  return { kind: 'bad', bad: { block: at + 1, came, sums: sums[at] ?? new Map(), rule } }
}

/** What is proven after a plate. */
export function proofAfter(
  proof: Proof | undefined,
  verdict: Verdict,
  blocks: number,
): Proof | undefined {
  if (verdict.kind === 'unverifiable') return undefined
  if (verdict.kind === 'bad') return proof
  const before = proof?.rule === verdict.rule ? proof.blocks : 0
  return { rule: verdict.rule, blocks: Math.min(before + blocks, PROVEN_BY_BLOCKS) }
}
