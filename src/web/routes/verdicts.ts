import { createRoute, z } from '@hono/zod-openapi'

import { AssaydError } from '../../core/errors.ts'
import { MEANINGS } from '../../core/meanings.ts'
import { json, problem } from '../answers.ts'
import { reasonSchema } from '../change-shape.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

const PASSWORD_MAX = 1024

const params = z.object({
  plate: z.string().openapi({ param: { name: 'plate', in: 'path' } }),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .openapi({ param: { name: 'version', in: 'path' } }),
})

const bodySchema = z
  .strictObject({
    reason: reasonSchema,
    password: z.string().max(PASSWORD_MAX).openapi({
      description: 'of whoever asks, once more: it signs',
    }),
    meaning: z.string().openapi({
      description: 'the words that were shown to whoever signs; they must be those of `x-meaning`',
    }),
  })
  .openapi('VerdictWish')

const answerSchema = z
  .object({
    analysis_id: z.string(),
    verdict: z.enum(['accepted', 'rejected']),
    who: z.string(),
    name: z.string(),
    meaning: z.string(),
    reason: z.string(),
    at: z.string(),
  })
  .openapi('Verdict')

function route(act: 'accept' | 'reject', verdict: keyof typeof MEANINGS) {
  return createRoute({
    ...needs(act),
    method: 'post',
    path: `/api/v1/plates/{plate}/analyses/{version}/${verdict}`,
    summary: `signs: ${MEANINGS[verdict]}`,
    'x-meaning': MEANINGS[verdict],
    request: {
      params,
      body: { required: true, content: { 'application/json': { schema: bodySchema } } },
    },
    responses: {
      200: json(answerSchema, 'what is signed'),
      400: problem('the request does not fit its shape, or shows another meaning'),
      401: problem('the password is wrong, or whoever asks has no account'),
      404: problem('no such plate or analysis'),
      409: problem('the read of the analysis is of another plate by now'),
    },
  })
}

const ROUTES = {
  accepted: route('accept', 'accepted'),
  rejected: route('reject', 'rejected'),
} as const

/** What reviewers make of analyses, signed. */
export const addVerdicts: AddRoutes = (app, { office, people }) => {
  for (const verdict of ['accepted', 'rejected'] as const) {
    app.openapi(ROUTES[verdict], async (context) => {
      const { reason, password, meaning } = context.req.valid('json')
      insistOnMeaning(meaning, MEANINGS[verdict])
      const judged = { ...context.req.valid('param'), verdict }
      // What cannot be signed needs no password.
      office.judgeable(judged)
      // Whoever signs is logged in; wrong passwords lock the account, right ones are many.
      const person = context.get('person')
      const signature = await people.signed({ person, password, meaning })
      const { analysisId, ...signed } = office.judge({ ...judged, reason, signature })
      return context.json({ ...signed, analysis_id: analysisId }, 200)
    })
  }
}

/** Somebody who was shown other words has signed something else. */
function insistOnMeaning(shown: string, meaning: string): void {
  if (shown === meaning) return
  throw new AssaydError('request-invalid', `meaning: '${shown}' is not what is signed here.`, {
    hint: `Show and send: ${meaning}`,
  })
}
