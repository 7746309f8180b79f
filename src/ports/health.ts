import type { Settings } from './settings.ts'
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

/** What of the configuration health depends on while no daemon runs. */
export type RestSettings = Pick<Settings, 'folders' | 'readers' | 'health' | 'synthetic'>
