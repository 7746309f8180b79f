/** How a run of assayd itself ended. */
export interface ProgramEnd {
  /** What kept it from ending with 0; null when nothing did. */
  readonly error: Error | null
  readonly stdout: string
  readonly stderr: string
}

/** How it is run. */
export interface ProgramOptions {
  /** Kills it. */
  readonly over: AbortSignal
  /** Whatever else the machine does goes first, as far as the system lets us say so. */
  readonly isPatient?: true
}

/** Runs a command of assayd in a process of its own; never rejects. */
export type RunProgram = (args: readonly string[], options: ProgramOptions) => Promise<ProgramEnd>
