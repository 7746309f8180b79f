import './fit-node.ts'

import { AssaydError } from './core/errors.ts'
import { compileStudy } from './core/study/compile-study.ts'
import { studyFiles } from './export/study.ts'
import type { Errand, JsonErrand, StudyWish, VerifyErrand } from './ports/errands.ts'
import type { StoreView } from './ports/store.ts'
import type { Verified } from './ports/verify.ts'
import { openView } from './store/open-store.ts'
import type { FromErrand } from './upkeep/errands.ts'
import { verified } from './verify/verify.ts'
import { realWorld, verifyPartsOf } from './world.ts'

/* The process of one errand; `upkeep/errands.ts` starts it and hears what it tells. */

/** So many steps are told at once. */
const BATCH = 25

/** Resolves when it is on its way: nothing piles up here, and a daemon that is gone is noticed. */
function tell(message: FromErrand): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => {
      if (error === null) resolve()
      else reject(error)
    })
  })
}

async function verify(store: StoreView, { dataFolder, scope }: VerifyErrand): Promise<void> {
  const parts = verifyPartsOf(await realWorld(), { store, dataFolder })
  let batch: Verified[] = []
  for (const step of verified(parts, scope)) {
    batch.push(step)
    if (batch.length < BATCH) continue
    await tell({ kind: 'steps', steps: batch })
    batch = []
  }
  await tell({ kind: 'steps', steps: batch })
}

function studyOf(store: StoreView, { options, dialect }: StudyWish) {
  const compiled = compileStudy(store.measured(), options)
  const { substitution, adjustment, leftOut, warnings } = compiled
  return { files: studyFiles(compiled, dialect), substitution, adjustment, leftOut, warnings }
}

function answerTo(store: StoreView, errand: JsonErrand): unknown {
  return errand.kind === 'study' ? studyOf(store, errand.wish) : store.measured()
}

async function work(errand: Errand): Promise<void> {
  const { dataFolder } = errand
  const store = openView(dataFolder)
  try {
    if (errand.kind === 'verify') return await verify(store, errand)
    const text = JSON.stringify(answerTo(store, errand))
    await tell({ kind: 'json', json: new TextEncoder().encode(text) })
  } finally {
    store.close()
  }
}

async function told(errand: Errand): Promise<void> {
  try {
    await work(errand)
    await tell({ kind: 'done' })
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const { code, message, hint } = error
    await tell({ kind: 'failed', code, message, hint })
  }
  process.disconnect()
}

process.once('message', (errand: Errand) => void told(errand))
// Nobody would hear the end.
process.once('disconnect', () => process.exit())
