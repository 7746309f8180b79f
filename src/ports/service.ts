/** What starts the daemon with the computer; `winsw` is a wrapper that a lab adds by itself. */
export type ServiceSystem = 'systemd' | 'task-scheduler' | 'winsw'

/** What is installed as a service; all paths absolute. */
export interface ServiceRequest {
  readonly system: ServiceSystem
  /** The program and its first arguments. */
  readonly command: readonly string[]
  readonly configFile: string
  /** Folders that are its own: the data first. They are made, and given to its user. */
  readonly writes: readonly string[]
  /** Folders that are the lab's, as shares: it may write them, and nothing is done to them. */
  readonly mayWrite: readonly string[]
}

/** One step of installing or removing the service. */
export type ServiceStep =
  | {
      readonly kind: 'write'
      readonly file: string
      readonly text: string
      /** `utf-16` with a byte order mark, as Windows wants it of its tasks. */
      readonly encoding: 'utf-8' | 'utf-16'
    }
  | { readonly kind: 'remove'; readonly file: string }
  | {
      readonly kind: 'run'
      readonly command: readonly string[]
      /** Runs only where this one fails, as making a user does who is there already. */
      readonly unless?: readonly string[]
      /** It may fail: what it would end or remove may not be there. */
      readonly mayFail?: true
    }

/** Where steps are taken. */
export interface StepPlace {
  /** Files go below this folder and no command runs; null takes the steps on this machine. */
  readonly root: string | null
}

/** The service of this machine. */
export interface Services {
  /** What installing takes, in order. Throws AssaydError `service-failed` where it cannot work. */
  install(request: ServiceRequest): readonly ServiceStep[]
  /** What removing takes; the data, the configuration and the user stay. */
  uninstall(request: ServiceRequest): readonly ServiceStep[]
  /** Takes one step. Throws AssaydError `service-failed`. */
  take(step: ServiceStep, place: StepPlace): void
  /** What the system says of the service, line by line. Throws AssaydError `service-away`. */
  status(system: ServiceSystem): readonly string[]
}
