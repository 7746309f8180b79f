import { join } from 'node:path'

import { AssaydError } from '../../src/core/errors.ts'
import { createCapture, readCapture } from '../../src/serial/capture.ts'

/**
 * Run by the test under a limit on file sizes, which fails a write half-way exactly as a full disk
 * does. Prints what happened as JSON.
 */
const [, , folder = '.'] = process.argv
const capture = createCapture(folder, {
  id: 'full',
  reader: 'elx808',
  driver: 'biotek-elx',
  port: 'COM3',
  startedAt: '2026-11-23T09:15:00.000+03:00',
})

function append(atMs: number, byteCount: number): string {
  try {
    capture.append({ kind: 'received', atMs, bytes: new Uint8Array(byteCount).fill(0x30) })
    return 'kept'
  } catch (error) {
    return error instanceof AssaydError ? error.code : String(error)
  }
}

const outcomes = [append(1, 10), append(2, 4000), append(3, 10)]
capture.close()
const events = readCapture(join(folder, capture.file)).events.map(({ atMs }) => atMs)
process.stdout.write(JSON.stringify({ outcomes, events }))
