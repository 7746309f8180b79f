import { z } from 'zod'

import { closed, oneOf, text, wholeNumber } from '../fields.ts'
import type { ApiSettings } from '../ports/settings.ts'
import { pathBeside } from './text-file.ts'

const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+)$/
const NAME = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])$/
const NAMES = 'names or addresses in lower case, as they stand in the address line of a browser'
const TLS = '`generated` for a certificate of its own, or the files of one'

const port = wholeNumber('a port from 0 to 65535; 0 takes any that is free', {
  min: 0,
  max: 65_535,
})

const files = closed('the files of a certificate', {
  cert: text('the certificate with its chain as PEM, from this file'),
  key: text('its private key as PEM, from this file'),
})

const network = closed('where other machines reach the daemon, by TLS and with accounts alone', {
  host: text('an IP address of this machine, 0.0.0.0 or ::')
    .regex(ADDRESS, { error: 'an IP address of this machine, 0.0.0.0 or ::' })
    .default('0.0.0.0'),
  port: port.default(7443),
  names: z
    .array(text(NAMES).regex(NAME, { error: NAMES }), { error: NAMES })
    .min(1, { error: NAMES })
    .meta({ description: NAMES }),
  tls: z.union([z.literal('generated'), files], { error: TLS }).meta({ description: TLS }),
})

/** `api` of `config/assayd.yaml`. */
export const apiSchema = closed('where the daemon listens for commands and pages', {
  host: oneOf(['127.0.0.1', '::1'], 'an address of this machine alone').default('127.0.0.1'),
  port: port.default(0),
  network: network.nullable().default(null),
}).default({ host: '127.0.0.1', port: 0, network: null })

/** Where the daemon listens, with the files of a certificate beside the configuration. */
export function apiFrom(api: z.output<typeof apiSchema>, configFile: string): ApiSettings {
  const { host, port: own, network: wide } = api
  if (wide === null) return { host, port: own, network: null }
  const beside = (file: string): string => pathBeside(configFile, file)
  const { tls } = wide
  const found = tls === 'generated' ? tls : { cert: beside(tls.cert), key: beside(tls.key) }
  return { host, port: own, network: { ...wide, tls: found } }
}
