import type { Finding } from './finding.ts'

/** What a step of a verification adds to its totals. */
export interface Counted {
  readonly phase: 'plates' | 'evidence'
  readonly done: number
  readonly reads: number
  readonly analyses: readonly { readonly codeVersion: string; readonly isSame: boolean }[]
  readonly findings: readonly Finding[]
}

/** What a verification has come to. */
export interface VerifyTotals {
  plates: number
  reads: number
  analyses: number
  findings: number
  /** Findings that another version of assayd may explain. */
  ofVersions: number
  /** Captures whose archive cannot be reached. */
  ofArchives: number
  /** Analyses by the version that computed them: those that come out the same, and all. */
  readonly versions: Map<string, { same: number; all: number }>
}

/** Before the first step. */
export function noTotals(): VerifyTotals {
  const none = { plates: 0, reads: 0, analyses: 0, findings: 0 }
  return { ...none, ofVersions: 0, ofArchives: 0, versions: new Map() }
}

/** One step more. */
export function addTo(totals: VerifyTotals, step: Counted): void {
  const { phase, done, reads, analyses, findings } = step
  if (phase === 'plates') totals.plates = done
  totals.reads += reads
  totals.analyses += analyses.length
  totals.findings += findings.length
  totals.ofVersions += findings.filter(({ kind }) => kind === 'version').length
  totals.ofArchives += findings.filter(({ kind }) => kind === 'archive').length
  for (const { codeVersion, isSame } of analyses) {
    const known = totals.versions.get(codeVersion) ?? { same: 0, all: 0 }
    totals.versions.set(codeVersion, { same: known.same + Number(isSame), all: known.all + 1 })
  }
}
