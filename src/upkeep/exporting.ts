import type { Companion } from '../companions.ts'
import { untilOver } from '../flow/until-over.ts'

/** Writes the results out beside the readers, so that no reader waits for a share. */
export const exporting: Companion = ({ bench }) =>
  untilOver(async (over) => bench.outbox?.work(over))
