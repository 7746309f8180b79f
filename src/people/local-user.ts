import { userInfo } from 'node:os'

/** The user of the operating system that this process runs as; its number where it has no name. */
export function localUser(): string {
  try {
    return userInfo().username
  } catch (error) {
    // A container may run as a number that no file of users knows.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR'))
      throw error
    return String(process.getuid?.() ?? 'unknown')
  }
}
