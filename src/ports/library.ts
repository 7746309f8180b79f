import type { Measured } from '../core/study/study.ts'
import type { AuditEntry, AuditHead, AuditQuery } from './audit.ts'
import type { PlateDetail, PlateSummary } from './store.ts'

/**
 * What is stored, for those who only look: through the running daemon, or in the database where no
 * daemon runs.
 */
export interface Library {
  plates(): Promise<readonly PlateSummary[]>
  plate(plate: string): Promise<PlateDetail | undefined>
  measured(): Promise<Measured>
  audit(query: AuditQuery): Promise<readonly AuditEntry[]>
  auditHead(): Promise<AuditHead>
}
