import type { HealthReport } from '../core/health/report.ts'

/** Where health is asked. */
export interface HealthSource {
  /** As it was found last. */
  report(): HealthReport
  /** As it is now. */
  refresh(): Promise<HealthReport>
  /** Counts and gauges in the text format of Prometheus. */
  metrics(): string
}
