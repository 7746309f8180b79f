import { counted } from '../counted.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'unread-wells',
  limits: {
    wellsMax: {
      about: 'how many wells of the layout may be without an OD',
      usual: 0,
      source: 'own; each of them leaves a specimen with fewer replicates',
      min: 0,
      max: 1536,
      isWhole: true,
    },
  },
} satisfies LimitGroup

/**
 * A well the layout needs but the reader did not measure leaves its specimen with fewer replicates.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'Wells that the layout uses were not read, or the reader found them below its range.',
  check: ({ wells, assay }) => {
    const missing = wells.filter(
      ({ role, od }) => role !== 'empty' && (od === 'unread' || od === 'underflow'),
    )
    const limit = limitsOf(OWN, assay)('wellsMax')
    if (missing.length <= limit) return []
    const below = missing.filter(({ od }) => od === 'underflow').length
    const ofThem = below === 0 ? '' : `, ${below} of them below the reader’s range`
    return [
      {
        severity: missing.some(({ role }) => role === 'standard') ? 'block' : 'warn',
        message:
          `${counted(missing.length, 'well')} of the layout without an OD${ofThem}, ` +
          `limit ${limit}.`,
        hint: 'Read the whole plate again, or correct the layout.',
        value: missing.length,
        limit,
        wells: missing.map(({ well }) => well),
      },
    ]
  },
}
