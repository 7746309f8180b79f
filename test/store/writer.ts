import { openStore } from '../../src/store/open-store.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
} from '../support/sample-records.ts'

/**
 * A program for the tests: `writer.ts FOLDER FIRST COUNT` stores COUNT plates with the numbers from FIRST and prints
 * the number of each read and of each analysis once the store has confirmed it.
 */
const [, , folder = '', first = '1', count = '1'] = process.argv
const store = openStore(folder)
store.saveCapture(sampleCapture(), 'a.capture')
for (let number = Number(first); number < Number(first) + Number(count); number += 1) {
  const { stored } = store.saveRead(sampleHeardRead({ lastByte: number }))
  process.stdout.write(`read ${number}\n`)
  const plate = `P-${number}`
  store.savePlate(sampleRecord(plate), stored.readId)
  const { analysisId } = store.saveAnalysis(sampleNewAnalysis({ plate, readId: stored.readId }))
  process.stdout.write(`analysis ${analysisId}\n`)
}
store.close()
