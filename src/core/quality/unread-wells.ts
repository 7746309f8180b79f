import { counted } from './evidence/words.ts'
import type { QualityRule } from './rule.ts'

/**
 * A well the layout needs but the reader did not measure leaves its specimen with fewer replicates.
 */
export const rule: QualityRule = {
  id: 'unread-wells',
  about: 'Wells that the layout uses were not read, or the reader found them below its range.',
  check: ({ wells }) => {
    const missing = wells.filter(
      ({ role, od }) => role !== 'empty' && (od === 'unread' || od === 'underflow'),
    )
    if (missing.length === 0) return []
    const below = missing.filter(({ od }) => od === 'underflow').length
    const ofThem = below === 0 ? '' : `, ${below} of them below the reader’s range`
    return [
      {
        severity: missing.some(({ role }) => role === 'standard') ? 'block' : 'warn',
        message: `${counted(missing.length, 'well')} of the layout without an OD${ofThem}.`,
        hint: 'Read the whole plate again, or correct the layout.',
        value: missing.length,
        limit: 0,
        wells: missing.map(({ well }) => well),
      },
    ]
  },
}
