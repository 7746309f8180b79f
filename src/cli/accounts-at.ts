import type { Role } from '../core/accounts.ts'
import type { AccountReport, People } from '../ports/people.ts'
import type { Tools } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { fieldsOf, listOf } from './told.ts'

/** A change of an account. */
export type AccountChange =
  | { readonly change: 'role'; readonly role: Role }
  | { readonly change: 'password'; readonly password: string }
  | { readonly change: 'disable' }
  | { readonly change: 'unlock' }

/** Where accounts are changed. */
export interface AccountsAt {
  list(): Promise<readonly unknown[]>
  add(account: Parameters<People['add']>[0], reason: string): Promise<void>
  change(user: string, change: AccountChange, reason: string): Promise<void>
}

/**
 * The running daemon, in the hands of an admin who is logged in; or the database itself, for
 * whoever may write it: while no admin is there, and with `here`.
 */
export function accountsAt(tools: Tools, dataFolder: string, here: boolean): AccountsAt {
  const isOfMachine = here || !hasAdmin(tools, dataFolder)
  return isOfMachine ? atStore(tools, dataFolder) : atDaemon(dataFolder)
}

/** Where there is no database yet there is no admin; the first account makes both. */
function hasAdmin(tools: Tools, dataFolder: string): boolean {
  if (!tools.hasDatabase(dataFolder)) return false
  return accountsIn(tools, dataFolder).some((one) => one.role === 'admin' && !one.isDisabled)
}

function accountsIn(tools: Tools, dataFolder: string): readonly AccountReport[] {
  const view = tools.openView(dataFolder)
  try {
    return tools.accountReports(view)
  } finally {
    view.close()
  }
}

/** The trail says which user of the operating system it was. */
function atStore(tools: Tools, dataFolder: string): AccountsAt {
  const who = `local:${tools.localUser}`
  const open = async (work: (people: People) => Promise<void> | void): Promise<void> => {
    const store = tools.openStore(dataFolder)
    try {
      await work(tools.people(store))
    } finally {
      store.close()
    }
  }
  return {
    list: async () =>
      accountsIn(tools, dataFolder).map(({ isDisabled, lockedUntil, ...rest }) => {
        return { ...rest, disabled: isDisabled, locked_until: lockedUntil }
      }),
    add: (account, reason) => open((people) => people.add(account, { who, reason })),
    change: (user, said, reason) =>
      open(async (people) => {
        const deed = { who, reason }
        if (said.change === 'role') people.setRole(user, said.role, deed)
        else if (said.change === 'password') await people.setPassword(user, said.password, deed)
        else if (said.change === 'disable') people.disable(user, deed)
        else people.unlock(user, deed)
      }),
  }
}

function atDaemon(dataFolder: string): AccountsAt {
  const daemon = daemonOn(dataFolder)
  return {
    list: async () => listOf(fieldsOf(await daemon.ask('GET', '/api/v1/accounts'))['accounts']),
    add: async (account, reason) => {
      await daemon.ask('POST', '/api/v1/accounts', { ...account, reason })
    },
    change: async (user, said, reason) => {
      const path = `/api/v1/accounts/${encodeURIComponent(user)}`
      await daemon.ask('POST', path, { ...said, reason })
    },
  }
}
