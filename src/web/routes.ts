import type { OpenAPIHono } from '@hono/zod-openapi'

import type { ApiOptions } from '../ports/api.ts'
import type { ApiEnv } from './needs.ts'
import { addAudit } from './routes/audit.ts'
import { addConfig } from './routes/config.ts'
import { addMasks } from './routes/masks.ts'
import { addPlates } from './routes/plates.ts'
import { addReaders } from './routes/readers.ts'
import { addReanalyses } from './routes/reanalyses.ts'

/**
 * Adds what the API offers about one topic; each route says by `...needs(act)` what it does.
 * Handlers find whoever asks by `context.get('person')` and throw AssaydError; `app.ts` answers it.
 */
export type AddRoutes = (app: OpenAPIHono<ApiEnv>, options: ApiOptions) => void

/** Every topic of the API, one file each. */
export const ROUTES: readonly AddRoutes[] = [
  addReaders,
  addPlates,
  addAudit,
  addConfig,
  addMasks,
  addReanalyses,
]
