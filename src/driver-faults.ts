import type { Fault } from './ports/driver.ts'

/** What the reader holds is not what an earlier connection left it with; `why` says in what. */
export function resumedMisfit(why: string): Omit<Fault, 'bytes'> {
  return {
    code: 'resume-refused',
    message: `What the reader holds is not the read that is resumed: ${why}. It is not used.`,
    hint:
      'The reader was used for something else meanwhile. Read the plate again; ' +
      'the bytes of what it held are kept here and in the capture.',
  }
}
