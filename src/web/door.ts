/** One way into the daemon, and what holds there. */
export interface Door {
  /** By which names it is reached, as Host headers say them, without the port. */
  readonly names: readonly string[]
  /** The token of `api.json`; null where it opens nothing. */
  readonly token: string | null
  readonly isTls: boolean
}

/** The door for whoever is on this machine. */
export function ownDoor(token: string): Door {
  return { names: ['127.0.0.1', 'localhost', '[::1]'], token, isTls: false }
}

/** The door for other machines. */
export function networkDoor(names: readonly string[]): Door {
  return { names, token: null, isTls: true }
}

/** The cookie of a login; under TLS a browser gives it to this host alone, whatever a page sets. */
export function cookieOf({ isTls }: Door): string {
  return isTls ? '__Host-assayd-login' : 'assayd-login'
}
