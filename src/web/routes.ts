import type { OpenAPIHono } from '@hono/zod-openapi'

import type { ApiOptions } from '../ports/api.ts'
import type { Door } from './door.ts'
import type { ApiEnv } from './needs.ts'
import type { Pages } from './pages.ts'
import { addAssignments } from './routes/assignments.ts'
import { addAudit } from './routes/audit.ts'
import { addBackups } from './routes/backups.ts'
import { addConfig } from './routes/config.ts'
import { addDefinitions } from './routes/definitions.ts'
import { addEvents } from './routes/events.ts'
import { addExpectations } from './routes/expectations.ts'
import { addMasks } from './routes/masks.ts'
import { addPlates } from './routes/plates.ts'
import { addAccounts } from './routes/accounts.ts'
import { addLogin } from './routes/login.ts'
import { addHealth } from './routes/health.ts'
import { addReaders } from './routes/readers.ts'
import { addReanalyses } from './routes/reanalyses.ts'
import { addStudy } from './routes/study.ts'
import { addVerifications } from './routes/verifications.ts'
import { addVerdicts } from './routes/verdicts.ts'

/** What routes may use. */
export interface RouteOptions extends ApiOptions {
  readonly door: Door
  readonly pages: Pages
}

/**
 * Adds what the API offers about one topic; each route says by `...needs(act)` what it does.
 * Handlers find whoever asks by `context.get('person')` and throw AssaydError; `app.ts` answers it.
 */
export type AddRoutes = (app: OpenAPIHono<ApiEnv>, options: RouteOptions) => void

/** Every topic of the API, one file each. */
export const ROUTES: readonly AddRoutes[] = [
  addLogin,
  addAccounts,
  addReaders,
  addPlates,
  addAudit,
  addConfig,
  addDefinitions,
  addHealth,
  addExpectations,
  addAssignments,
  addMasks,
  addReanalyses,
  addVerdicts,
  addBackups,
  addVerifications,
  addStudy,
  addEvents,
]
