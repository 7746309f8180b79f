import { statSync } from 'node:fs'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Connection, Transport } from '../ports/transport.ts'
import { createArrivals } from './arrivals.ts'
import { FolderFiles } from './folder-files.ts'

const LOOK_EVERY_MS = 1_000

/**
 * A watched folder as a port: a connection is one complete file. Its bytes come at once, then the
 * connection ends in good order, and the next connection waits for the next file. When the daemon
 * says that everything heard in a file is stored, the file is moved to `imported/`; a file in which
 * nothing could be read stays where it is, and is not delivered again before the next start.
 */
export function folderTransport(folder: string, clock: Clock): Transport {
  const files = new FolderFiles(folder)
  return {
    port: `folder:${folder}`,
    hasLineSettings: false,
    goesOn: true,
    connect: async () => {
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw noFolder(folder)
      return watch(files, `folder:${folder}`, clock)
    },
    settled: (content, heard) => files.settle(content, heard.reads > 0),
  }
}

/** Looks again and again until a file is complete. */
function watch(files: FolderFiles, port: string, clock: Clock): Connection {
  const arrivals = createArrivals(port)
  let callOff = (): void => {}
  const look = (): void => {
    let bytes: Uint8Array | undefined
    try {
      bytes = files.next()
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      return arrivals.fail(error)
    }
    if (bytes === undefined) {
      callOff = clock.after(LOOK_EVERY_MS, look)
      return undefined
    }
    arrivals.push(bytes)
    return arrivals.end()
  }
  callOff = clock.after(LOOK_EVERY_MS, look)
  return {
    bytes$: arrivals.bytes$,
    write: async () => {
      throw new AssaydError('port-lost', `Nothing can be said to ${port}.`, {
        hint: "Set the reader's trigger to 'listen'.",
      })
    },
    retune: async () => {},
    close: async () => {
      callOff()
      arrivals.end()
    },
  }
}

function noFolder(folder: string): AssaydError {
  return new AssaydError('port-open', `There is no folder '${folder}'.`, {
    hint: 'Make the folder, or connect the drive on which it is.',
  })
}
