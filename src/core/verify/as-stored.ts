import type { Analysis } from '../analysis.ts'

/**
 * A computed analysis as it comes back from the store, which leaves out what the assay says, and
 * which in old rows lacks what was not recorded yet; `stored` is the one it is compared with.
 */
export function asStored(computed: Analysis, { profile }: Pick<Analysis, 'profile'>): Analysis {
  const { curve } = computed
  const known = { ...computed, profile: profile === null ? null : computed.profile }
  if (curve === null) return known
  const { lowerAsymptote: _, ...kept } = curve
  return { ...known, curve: kept }
}
