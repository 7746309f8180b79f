import type { OpenAPIHono } from '@hono/zod-openapi'

import type { ApiOptions } from '../ports/api.ts'
import { addReaders } from './routes/readers.ts'

/** Adds what the API offers about one topic. Handlers throw AssaydError; `app.ts` answers it. */
export type AddRoutes = (app: OpenAPIHono, options: ApiOptions) => void

/** Every topic of the API, one file each. */
export const ROUTES: readonly AddRoutes[] = [addReaders]
