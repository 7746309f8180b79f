import type { Concentration } from '../result.ts'

/** On which side of the working range a concentration lies, as far as that is known. */
export type Side = 'known' | 'below' | 'above' | 'unknown'

/** The side of a concentration. */
export function sideOf({ state }: Concentration): Side {
  switch (state) {
    case 'ok':
      return 'known'
    case 'below_lloq':
    case 'below_curve':
      return 'below'
    case 'above_uloq':
    case 'above_curve':
    case 'saturated':
      return 'above'
    case 'unread':
    case 'masked':
    case 'not_fitted':
      return 'unknown'
  }
}
