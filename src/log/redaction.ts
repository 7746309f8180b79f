const SECRET_WORDS = new Set([
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'key',
  'keys',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'pin',
  'secret',
  'secrets',
  'token',
  'tokens',
])

/** What stands in the log where a secret was. */
export const REDACTED = '[redacted]'

/** `apiKey`, `api_key`, `X-Api-Key` and `APIKEY` are all names of a secret; `keyboard` is none. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
  return words.some((word) => SECRET_WORDS.has(word) || /^(api|access|private)key$/u.test(word))
}

const NAME = /[\w-]*(?:token|password|passwd|passphrase|secret|cookie|api[_-]?key)/.source
const ASSIGNED = new RegExp(
  `\\b(${NAME}["']?\\s*[=:]\\s*["']?)(?!\\[redacted\\])[^\\s"',;&]+`,
  'giu',
)

const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/giu, `$1 ${REDACTED}`],
  [/(:\/\/[^\s:/@]*):[^\s/@]+@/gu, `$1:${REDACTED}@`],
  [ASSIGNED, `$1${REDACTED}`],
]

/** A text without the secrets that can be told by their form: headers, addresses, `token=…`. */
export function withoutSecrets(text: string): string {
  return IN_TEXT.reduce((said, [secret, instead]) => said.replaceAll(secret, instead), text)
}
