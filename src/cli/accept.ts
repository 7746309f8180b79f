import { InvalidArgumentError } from 'commander'

import { AssaydError } from '../core/errors.ts'
import { MEANINGS } from '../core/meanings.ts'
import type { AddCommand, Tools } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { fieldsOf, listOf, numberOf, textOf } from './told.ts'

interface JudgeFlags {
  readonly reason: string
  readonly analysis?: number
  readonly config: string
  readonly json?: true
}

/** `assayd accept PLATE`: a reviewer signs for an analysis. */
export const addAccept: AddCommand = (program, tools) =>
  addVerdict(program, tools, { name: 'accept', verdict: 'accepted' })

/** `assayd reject PLATE`: a reviewer signs that an analysis must not be used. */
export const addReject: AddCommand = (program, tools) =>
  addVerdict(program, tools, { name: 'reject', verdict: 'rejected' })

interface Kind {
  readonly name: string
  readonly verdict: keyof typeof MEANINGS
}

function addVerdict(
  program: Parameters<AddCommand>[0],
  tools: Tools,
  { name, verdict }: Kind,
): void {
  program
    .command(name)
    .description(`sign for an analysis, with your password: ${MEANINGS[verdict]}`)
    .argument('<plate>', 'the plate')
    .option('--analysis <version>', 'another analysis than the newest', version)
    .requiredOption('--reason <text>', 'why; it is kept with the signature')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'what is signed, as JSON')
    .action((plate: string, flags: JudgeFlags) => signed(tools, { plate, verdict }, flags))
}

interface Judged {
  readonly plate: string
  readonly verdict: keyof typeof MEANINGS
}

/** Shows what is signed and what that means before the password is asked for. */
async function signed(tools: Tools, { plate, verdict }: Judged, flags: JudgeFlags): Promise<void> {
  const daemon = daemonOn(tools.settings(flags.config).dataFolder())
  const path = `/api/v1/plates/${encodeURIComponent(plate)}`
  const analysis = flags.analysis ?? newestOf(await daemon.ask('GET', path))
  const isJson = flags.json === true
  const meaning = MEANINGS[verdict]
  const { user, name, via, role } = fieldsOf(await daemon.ask('GET', '/api/v1/me'))
  if (via === 'local') throw accountNeeded(textOf(user) ?? '', role === 'viewer')
  if (!isJson) {
    tools.print(`${plate}/${analysis} is to be ${verdict}: ${flags.reason}`)
    tools.print(`${textOf(name) ?? ''} (${textOf(user) ?? ''}) signs: ${meaning}`)
  }
  const password = await tools.askSecret('your password, to sign')
  const body = { reason: flags.reason, password, meaning }
  const answer = await daemon.ask('POST', `${path}/analyses/${analysis}/${verdict}`, body)
  if (isJson) return tools.print(JSON.stringify(answer))
  const { analysis_id: id, name: by, at } = fieldsOf(answer)
  tools.print(`${textOf(id) ?? ''} is ${verdict} by ${textOf(by) ?? ''} at ${textOf(at) ?? ''}.`)
}

/**
 * The daemon says so of whoever asks, who has shown no account, and of nobody else. Where people
 * have accounts, whoever has none may look alone.
 */
function accountNeeded(user: string, haveAccounts: boolean): AssaydError {
  const logIn = 'log in with `assayd login USER`'
  const add = '`assayd user add USER --role reviewer --name NAME`'
  return new AssaydError('login-needed', `'${user}' is no account, and only people can sign.`, {
    hint: haveAccounts
      ? `First ${logIn}. Who has no account yet asks an admin, who makes it with ${add}.`
      : `Nobody has an account yet: make yours with ${add}, then ${logIn}.`,
  })
}

/** The version that whoever looks at the plate now sees; 1 where there is none, which is told. */
function newestOf(detail: unknown): number {
  const newest = fieldsOf(listOf(fieldsOf(detail)['analyses']).at(-1))
  return numberOf(newest['version']) ?? 1
}

function version(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Expected the number of an analysis.')
}
