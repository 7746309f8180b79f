import { Argument, Option, type Command } from 'commander'

import { counted } from '../core/counted.ts'
import { ROLES, type Role } from '../core/accounts.ts'
import { accountsAt, type AccountChange, type AccountsAt } from './accounts-at.ts'
import type { AddCommand, Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { askNew } from './secret.ts'
import { moment } from './number-format.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'
import { textTable } from './text-table.ts'
import { fieldsOf, numberOf, textOf } from './told.ts'

interface Flags extends JsonFlag {
  readonly config: string
  readonly reason: string
  readonly here?: true
}

interface AddFlags extends Flags {
  readonly role: Role
  readonly name?: string
}

/** `assayd user`: accounts. The first admin is made on the machine itself. */
export const addUser: AddCommand = (program, tools) => {
  const user = program.command('user').description('accounts: who may do what, and sign')
  addAdd(user, tools)
  addList(user, tools)
  const role = shared(user.command('role')).description('give another role')
  role.argument('<user>').addArgument(new Argument('<role>').choices(ROLES))
  role.action(async (who: string, next: Role, flags: Flags) => {
    const said = { change: 'role', role: next } as const
    await changed(tools, { who, said, line: `${who} is ${next}.` }, flags)
  })
  const password = shared(user.command('password')).description('set a password, and log out')
  password.argument('<user>').action(async (who: string, flags: Flags) => {
    const next = await askNew(tools.askSecret, `new password of ${who}`)
    const said = { change: 'password', password: next } as const
    const line = `The password is set. ${who} must change it before signing: assayd password`
    await changed(tools, { who, said, line }, flags)
  })
  const disable = shared(user.command('disable')).description('let nobody in by it any more')
  disable.argument('<user>').action(async (who: string, flags: Flags) => {
    await changed(tools, { who, said: { change: 'disable' }, line: `${who} is disabled.` }, flags)
  })
  const unlock = shared(user.command('unlock')).description('let in again: locked or disabled')
  unlock.argument('<user>').action(async (who: string, flags: Flags) => {
    await changed(tools, { who, said: { change: 'unlock' }, line: `${who} may log in.` }, flags)
  })
}

interface Changed {
  readonly who: string
  readonly said: AccountChange
  readonly line: string
}

async function changed(tools: Tools, { who, said, line }: Changed, flags: Flags): Promise<void> {
  const place = at(tools, flags)
  await place.change(who, said, flags.reason)
  await tellAccount(tools, { place, who, line }, flags)
}

interface Told {
  readonly place: AccountsAt
  readonly who: string
  readonly line: string
}

/** Programs get the account as it is now. */
async function tellAccount(tools: Tools, { place, who, line }: Told, flags: Flags): Promise<void> {
  if (flags.json !== true) return tools.print(line)
  const all = await place.list()
  tools.print(JSON.stringify(all.find((one) => fieldsOf(one)['user'] === who) ?? null))
}

function addAdd(user: Command, tools: Tools): void {
  shared(user.command('add'))
    .description('make an account; the password is asked for, or read from stdin')
    .argument('<user>', 'a-z, 0-9, dot, dash and underscore')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--name <name>', 'as signatures print it; the user name when left out')
    .action(async (who: string, flags: AddFlags) => {
      const place = at(tools, flags)
      const password = await askNew(tools.askSecret, `password of ${who}`)
      const { role, name = who, reason } = flags
      await place.add({ user: who, name, role, password }, reason)
      const line = `${who} is ${role}. To log in: assayd login ${who}`
      await tellAccount(tools, { place, who, line }, flags)
    })
}

const HEADER = ['user', 'name', 'role', 'state']

function addList(user: Command, tools: Tools): void {
  shared(user.command('list'))
    .description('show every account')
    .action(async (flags: Flags) => {
      const accounts = await at(tools, flags).list()
      const table = textTable(HEADER, accounts.map(fieldsOf).map(rowOf))
      const lines = accounts.length === 0 ? ['Nobody has an account.'] : table
      tellResult(tools, flags, { value: accounts, lines })
    })
}

function rowOf(account: ReturnType<typeof fieldsOf>): readonly string[] {
  const of = (key: string): string => textOf(account[key]) ?? ''
  const until = textOf(account['locked_until'])
  const failures = numberOf(account['failures']) ?? 0
  const wrong = failures === 0 ? '' : counted(failures, 'wrong password')
  const locked = until === null ? wrong : `locked until ${moment(until)}`
  return [
    of('user'),
    of('name'),
    of('role'),
    account['disabled'] === true ? 'disabled' : locked || 'ok',
  ]
}

function shared(command: Command): Command {
  return command
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--reason <text>', 'why, for the audit trail', '')
    .option('--here', 'in the database itself, as when every admin forgot the password')
    .option('--json', 'the account as it is then, or all of them, as JSON')
}

function at(tools: Tools, { config, here }: Flags): AccountsAt {
  return accountsAt(tools, tools.settings(config).dataFolder(), here === true)
}
