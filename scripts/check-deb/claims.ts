/** What is claimed of the package, and whether it held. */
export interface Claims {
  /** Notes a claim; `seen` is told when it does not hold. */
  readonly claim: (what: string, holds: boolean, seen?: string) => void
  /** Prints the number of claims; gives whether all held. */
  readonly close: () => boolean
}

/** Claims as lines on standard output, as they come. */
export function printedClaims(): Claims {
  const counts = { held: 0, failed: 0 }
  return {
    claim: (what, holds, seen = '') => {
      counts[holds ? 'held' : 'failed'] += 1
      console.log(`${holds ? 'ok    ' : 'FAILED'}  ${what}`)
      if (!holds && seen !== '') console.log(seen.replaceAll(/^/gm, '        '))
    },
    close: () => {
      const { held, failed } = counts
      console.log(`${held} claims hold, ${failed} FAILED`)
      return failed === 0
    },
  }
}
