import type { QualityRule } from './rule.ts'

/**
 * A well the layout needs but the reader did not measure leaves its specimen with fewer replicates
 * or none.
 */
export const rule: QualityRule = {
  id: 'unread-wells',
  about: 'Wells that the layout uses were not read.',
  check: ({ wells }) => {
    const missing = wells.filter(({ role, od }) => role !== 'empty' && od === 'unread')
    if (missing.length === 0) return []
    return [
      {
        severity: missing.some(({ role }) => role === 'standard') ? 'block' : 'warn',
        message: `${missing.length} wells of the layout were not read.`,
        hint: 'Read the whole plate again, or correct the layout.',
        value: missing.length,
        limit: 0,
        wells: missing.map(({ well }) => well),
      },
    ]
  },
}
