import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

import { normalized } from '../core/password-policy.ts'

/** What a guess costs: 2^`logN` steps over `r` × 128 bytes each, `p` times. */
export interface ScryptCost {
  readonly logN: number
  readonly r: number
  readonly p: number
}

/** One of the costs that OWASP's cheat sheet on storing passwords gives as the least: 32 MiB. */
export const USUAL_COST: ScryptCost = { logN: 15, r: 8, p: 3 }
const SALT_BYTES = 16
const KEY_BYTES = 32

/** `$scrypt$ln=15,r=8,p=3$SALT$KEY`: everything but the password to compute it again. */
export async function scryptOf(password: string, cost: ScryptCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await keyOf(password, salt, cost)
  const { logN, r, p } = cost
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64')}$${key.toString('base64')}`
}

/** Whether that is the password. Throws RangeError when `stored` was not made by `scryptOf`. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/=]+)\$([\w+/=]+)$/.exec(stored)
  if (parts === null) throw new RangeError('Expected a stored scrypt, got another text.')
  const [logN, r, p] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const key = Buffer.from(parts[5] ?? '', 'base64')
  const said = await keyOf(password, Buffer.from(parts[4] ?? '', 'base64'), { logN, r, p })
  return key.length === said.length && timingSafeEqual(key, said)
}

/** In the thread pool: the loop goes on hearing the readers meanwhile. */
function keyOf(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** logN
  // Node refuses more memory than 32 MiB unless told; the algorithm takes a little above N * r.
  const maxmem = 2 * 128 * N * r
  return new Promise((resolve, reject) => {
    scrypt(normalized(password), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
