const LENGTH_MIN = 12
const LENGTH_MAX = 256
const DIFFERENT_MIN = 5

/**
 * Long passwords that everybody tries first. Shorter common ones fall to the length; longer ones
 * are mostly these with something behind.
 */
const COMMON = [
  '123456789012',
  '1q2w3e4r5t6y',
  'abcdefghijkl',
  'administrator',
  'assaydassayd',
  'changemechangeme',
  'changethispassword',
  'correcthorsebatterystaple',
  'iloveyouiloveyou',
  'letmeinletmein',
  'passwordpassword',
  'password1234',
  'p@ssw0rd1234',
  'qwertyuiop12',
  'qwerty123456',
  'qazwsxedcrfv',
  'welcome12345',
]

/** One text for what looks and is typed the same, so that keyboards of two systems agree. */
export function normalized(password: string): string {
  return password.normalize('NFKC')
}

/**
 * What is wrong with a password, a sentence each; none when it may be taken. Length and not being
 * guessed first are what counts (NIST SP 800-63B); nothing is said of digits and signs.
 */
export function weaknesses(password: string, user: string): readonly string[] {
  const plain = normalized(password).toLowerCase()
  const signs = Array.from(plain)
  const isShort = signs.length < LENGTH_MIN
  const isLong = signs.length > LENGTH_MAX
  return [
    ...(isShort ? [`It has ${signs.length} characters, expected at least ${LENGTH_MIN}.`] : []),
    ...(isLong ? [`It has ${signs.length} characters, expected at most ${LENGTH_MAX}.`] : []),
    ...(plain.includes(user) ? ['It holds the name of the user.'] : []),
    ...(new Set(signs).size < DIFFERENT_MIN ? ['It repeats a few characters.'] : []),
    ...(COMMON.some((common) => plain.startsWith(common))
      ? ['It begins as the passwords do that are tried first.']
      : []),
  ]
}

/** Whether a text may name a user: it stands in the audit trail, in files and on terminals. */
export function isUserName(text: string): boolean {
  return /^[a-z][a-z0-9._-]{1,31}$/.test(text) && text !== 'assayd'
}

/** Whether a text may be the printed name of a signature. */
export function isPrintedName(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .,'’()-]{1,79}$/u.test(text)
}
