import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { AssaydError } from '../core/errors.ts'
import type { ApiAddress, ApiOptions, ServedApi } from '../ports/api.ts'
import { apiOf } from './app.ts'
import { networkDoor, ownDoor } from './door.ts'
import { listenAt, type Listening } from './listen.ts'
import { certificateFor } from './tls-files.ts'

const TOKEN_BYTES = 32

/** A server that other machines reach. */
interface Wide extends Listening {
  readonly fingerprint: string
}

/**
 * Puts the desk on the network of this machine, and says in `api.json` of the data folder where it
 * is and with which token it may be asked; only the user of the daemon may read that file. Where
 * the configuration says so, other machines reach it too, by TLS and with accounts. Rejects with
 * AssaydError `api-listen`, `api-exposed` or `tls-unusable`.
 */
export async function serveApi(options: ApiOptions): Promise<ServedApi> {
  const { settings } = options
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const app = apiOf({ ...options, door: ownDoor(token) })
  const own = await listenAt({ ...settings.api, certificate: null }, app.fetch)
  const wide = await wideOf(options).catch(async (error: unknown) => {
    await own.close()
    throw error
  })
  const network = wide && { url: wide.url, fingerprint: wide.fingerprint }
  const file = join(settings.folders.data, 'api.json')
  const address: ApiAddress = { url: own.url, token, pid: process.pid, network }
  rmSync(file, { force: true })
  writeFileSync(file, `${JSON.stringify(address, null, 2)}\n`, { mode: 0o600 })
  return {
    url: own.url,
    network,
    close: async () => {
      await Promise.all([own.close(), wide?.close()])
      // On a disk that takes no change it stays: nobody answers there, and a start replaces it.
      await rm(file, { force: true }).catch(() => undefined)
    },
  }
}

/** For other machines; the token of `api.json` opens nothing there. */
async function wideOf(options: ApiOptions): Promise<Wide | null> {
  const { settings, people, clock } = options
  const { network } = settings.api
  if (network === null) return null
  if (!people.hasAccounts()) {
    const message = 'Other machines would reach the daemon, and nobody has an account.'
    throw new AssaydError('api-exposed', message, {
      hint: 'Make one with `assayd user add NAME --role admin`, or set `api: network` to null.',
    })
  }
  const where = { dataFolder: settings.folders.data, nowMs: clock.now().epochMs }
  const certificate = certificateFor(network, where)
  const app = apiOf({ ...options, door: networkDoor(network.names) })
  const listening = await listenAt({ ...network, certificate }, app.fetch)
  return { ...listening, fingerprint: certificate.fingerprint }
}
