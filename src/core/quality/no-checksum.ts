import type { QualityRule } from './rule.ts'

/**
 * Some dialects and old basecodes send plates without a checksum: a flipped bit on the line would
 * go unseen.
 */
export const rule: QualityRule = {
  id: 'no-checksum',
  about: 'The reader sent the plate without a checksum that could be verified.',
  check: ({ read }) => {
    const unproven = read.blocks.filter(({ checksum }) => checksum !== 'ok')
    if (unproven.length === 0) return []
    return [
      {
        severity: 'warn',
        message:
          `${unproven.length} of ${read.blocks.length} blocks came without a verified checksum ` +
          `(${unproven[0]?.checksum ?? 'absent'}).`,
        hint: 'Compare a few wells with the reader’s own printout.',
        value: unproven.length,
        limit: 0,
        wells: [...new Set(unproven.flatMap(({ wells }) => wells.map(({ well }) => well)))],
      },
    ]
  },
}
