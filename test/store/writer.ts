import type { Analysis } from '../../src/core/analysis.ts'
import type { HeardRead } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
} from '../support/sample-records.ts'

/**
 * A program for the tests: `writer.ts FOLDER FIRST COUNT [read|analysis]` stores COUNT plates with
 * the numbers from FIRST and prints the number of each read and of each analysis once the store has
 * confirmed it. With a last word it then begins one plate more and dies in the middle of that
 * transaction.
 */
const [, , folder = '', first = '1', count = '1', fatal = ''] = process.argv

/** The item, which kills the process when the store comes to look at it. */
function deadly<Item extends object>(item: Item): Item {
  return new Proxy(item, {
    get(target, key, receiver) {
      process.kill(process.pid, 'SIGKILL')
      return Reflect.get(target, key, receiver)
    },
  })
}

/** The list with one deadly item behind its middle. */
function trapped<Item extends object>(items: readonly Item[]): readonly Item[] {
  return items.map((item, index) => (index === Math.floor(items.length / 2) ? deadly(item) : item))
}

function trappedRead(heard: HeardRead): HeardRead {
  const blocks = heard.read.blocks.map((block, index) =>
    index === 1 ? { ...block, wells: trapped(block.wells) } : block,
  )
  return { ...heard, read: { ...heard.read, blocks } }
}

function trappedAnalysis(analysis: Analysis): Analysis {
  return { ...analysis, responses: trapped(analysis.responses) }
}

const store = openStore(folder)
store.saveCapture(sampleCapture(), 'a.capture')

function savePlate(number: number, dies: boolean): void {
  const heard = sampleHeardRead({ lastByte: number })
  const { stored } = store.saveRead(dies && fatal === 'read' ? trappedRead(heard) : heard)
  process.stdout.write(`read ${number}\n`)
  const plate = `P-${number}`
  store.savePlate(sampleRecord(plate), stored.readId)
  const whole = sampleNewAnalysis({ plate, readId: stored.readId })
  const analysis = dies ? trappedAnalysis(whole.analysis) : whole.analysis
  const { analysisId } = store.saveAnalysis({ ...whole, analysis })
  process.stdout.write(`analysis ${analysisId}\n`)
}

const last = Number(first) + Number(count)
for (let number = Number(first); number < last; number += 1) savePlate(number, false)
if (fatal !== '') savePlate(last, true)
store.close()
