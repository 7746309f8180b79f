import { Observable } from 'rxjs'

import type { Companion } from '../companions.ts'
import type { HealthFinding } from '../core/health/finding.ts'
import type { Log } from '../ports/log.ts'

/** Gathers the facts at intervals, and logs what begins and ends to be unwell. */
export const healthWatch: Companion = ({ bench, health, log, stop }) =>
  new Observable((subscriber) => {
    const note = noteChanges(log.child({ area: 'health' }))
    let callOff = (): void => undefined
    const look = async (): Promise<void> => {
      note((await health.refresh()).findings)
      if (!subscriber.closed && !stop.aborted) again()
    }
    const again = (): void => {
      const everyMs = bench.settings.health.everyS * 1000
      callOff = bench.clock.after(everyMs, () => {
        look().catch((error: unknown) => subscriber.error(error))
      })
    }
    note(health.report().findings)
    again()
    return () => callOff()
  })

/** A finding is the same as long as it is about the same; its words tell ages and change. */
function keyOf({ what, reader, state, message }: HealthFinding): string {
  return `${what} ${reader ?? ''} ${state} ${message.replaceAll(/\d+/gu, '#')}`
}

function noteChanges(log: Log): (findings: readonly HealthFinding[]) => void {
  let known = new Map<string, HealthFinding>()
  return (findings) => {
    const now = new Map(findings.map((finding) => [keyOf(finding), finding]))
    for (const [key, { state, message, ...about }] of now) {
      if (known.has(key)) continue
      log[state === 'failed' ? 'error' : 'warn'](message, { health: state, ...told(about) })
    }
    for (const [key, { message, ...about }] of known) {
      if (!now.has(key)) log.info('well again', { was: message, ...told(about) })
    }
    known = now
  }
}

function told({ what, reader, hint }: Pick<HealthFinding, 'what' | 'reader' | 'hint'>) {
  return { what, hint, ...(reader === null ? {} : { reader }) }
}
