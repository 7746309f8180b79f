/** What a person is in the lab; each may do what those before it may. */
export type Role = 'viewer' | 'operator' | 'reviewer' | 'admin'

/** Roles from the one that may least to the one that may most. */
export const ROLES: readonly Role[] = ['viewer', 'operator', 'reviewer', 'admin']

/** What is done through the daemon, each with the least role that may do it. */
const LEAST_ROLE = {
  view: 'viewer',
  order: 'operator',
  expect: 'operator',
  assign: 'operator',
  mask: 'operator',
  reanalyse: 'operator',
  export: 'operator',
  backup: 'operator',
  // It changes nothing, and keeps the machine busy for a while.
  verify: 'operator',
  // It only hurries what the files would do by themselves; who may write them, the system says.
  reload: 'operator',
  accept: 'reviewer',
  reject: 'reviewer',
  accounts: 'admin',
  restore: 'admin',
} as const satisfies Readonly<Record<string, Role>>

/** One of the acts above. */
export type Act = keyof typeof LEAST_ROLE

/** Whoever asks something of the daemon. */
export interface Person {
  /** As it stands in the audit trail: `k.wander`, or `local:assayd` for whoever has no account. */
  readonly user: string
  /** The printed name, as signatures show it. */
  readonly name: string
  readonly role: Role
  /**
   * `local` has shown no more than that they may read the data folder; `login` and `bearer` gave a
   * password, in a browser and elsewhere.
   */
  readonly via: 'local' | 'login' | 'bearer'
}

/** The least role that may do it. */
export function leastRoleFor(act: Act): Role {
  return LEAST_ROLE[act]
}

/** Whether a person of that role may do it. */
export function mayDo(role: Role, act: Act): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[act])
}
