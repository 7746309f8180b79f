import { Argument, Option, type Command } from 'commander'

import { ROLES, type Role } from '../core/accounts.ts'
import { accountsAt, type AccountsAt } from './accounts-at.ts'
import type { AddCommand, Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { askNew } from './secret.ts'
import { counted, moment } from './number-format.ts'
import { textTable } from './text-table.ts'
import { fieldsOf, numberOf, textOf } from './told.ts'

interface Flags {
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
    await at(tools, flags).change(who, { change: 'role', role: next }, flags.reason)
    tools.print(`${who} is ${next}.`)
  })
  const password = shared(user.command('password')).description('set a password, and log out')
  password.argument('<user>').action(async (who: string, flags: Flags) => {
    const said = await askNew(tools.askSecret, `new password of ${who}`)
    await at(tools, flags).change(who, { change: 'password', password: said }, flags.reason)
    tools.print(`The password is set. ${who} must change it before signing: assayd password`)
  })
  const disable = shared(user.command('disable')).description('let nobody in by it any more')
  disable.argument('<user>').action(async (who: string, flags: Flags) => {
    await at(tools, flags).change(who, { change: 'disable' }, flags.reason)
    tools.print(`${who} is disabled.`)
  })
  const unlock = shared(user.command('unlock')).description('let in again: locked or disabled')
  unlock.argument('<user>').action(async (who: string, flags: Flags) => {
    await at(tools, flags).change(who, { change: 'unlock' }, flags.reason)
    tools.print(`${who} may log in.`)
  })
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
      tools.print(`${who} is ${role}. To log in: assayd login ${who}`)
    })
}

const HEADER = ['user', 'name', 'role', 'state']

function addList(user: Command, tools: Tools): void {
  shared(user.command('list'))
    .description('show every account')
    .option('--json', 'as JSON')
    .action(async (flags: Flags & { readonly json?: true }) => {
      const accounts = await at(tools, flags).list()
      if (flags.json === true) return tools.print(JSON.stringify(accounts))
      if (accounts.length === 0) return tools.print('Nobody has an account.')
      for (const line of textTable(HEADER, accounts.map(fieldsOf).map(rowOf))) tools.print(line)
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
}

function at(tools: Tools, { config, here }: Flags): AccountsAt {
  return accountsAt(tools, tools.settings(config).dataFolder(), here === true)
}
