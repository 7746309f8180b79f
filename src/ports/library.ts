import type { Measured } from '../core/study/study.ts'
import type { AuditEntry, AuditHead, AuditQuery } from './audit.ts'
import type { PlateQuery } from './queries.ts'
import type { PlateSummary } from './queries.ts'
import type { PlateDetail } from './store.ts'

/**
 * What is stored, for those who only look: through the running daemon, or in the database where no
 * daemon runs.
 */
export interface Library {
  plates(query?: PlateQuery): Promise<readonly PlateSummary[]>
  /** Rejects with AssaydError `plate-unknown`, with a name that is close. */
  plate(plate: string): Promise<PlateDetail>
  measured(): Promise<Measured>
  audit(query: AuditQuery): Promise<readonly AuditEntry[]>
  auditHead(): Promise<AuditHead>
}
