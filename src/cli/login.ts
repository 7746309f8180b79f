import { AssaydError } from '../core/errors.ts'
import type { AddCommand } from './command.ts'
import { daemonOn } from './daemon-client.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { forgetLogin, savedLogin, saveLogin } from './saved-login.ts'
import { askNew } from './secret.ts'
import { tellResult, type JsonFlag } from './tell-result.ts'
import { fieldsOf, textOf } from './told.ts'

interface Flags extends JsonFlag {
  readonly config: string
}

/** `assayd login USER`: this person asks from now on. */
export const addLogin: AddCommand = (program, tools) => {
  program
    .command('login <user>')
    .description('log in at the running daemon; the password is asked for, or read from stdin')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'who is logged in, as JSON')
    .action(async (user: string, { config, ...flags }: Flags) => {
      const data = tools.settings(config).dataFolder()
      const daemon = daemonOn(data)
      const password = await tools.askSecret(`password of ${user}`)
      const body = { user, password, kind: 'bearer' }
      const answer = fieldsOf(await daemon.ask('POST', '/api/v1/login', body))
      const token = textOf(answer['token'])
      if (token === null) throw new TypeError('Expected a token from the daemon.')
      saveLogin(data, token)
      const name = textOf(answer['name']) ?? user
      const role = textOf(answer['role']) ?? 'viewer'
      const lines = [`${name} is logged in as ${role}.`]
      tellResult(tools, flags, { value: { user, name, role }, lines })
    })
}

/** `assayd logout`. */
export const addLogout: AddCommand = (program, tools) => {
  program
    .command('logout')
    .description('end the login of `assayd login`')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'whether somebody was logged in, as JSON')
    .action(async ({ config, ...flags }: Flags) => {
      const data = tools.settings(config).dataFolder()
      const isIn = savedLogin(data) !== null
      if (isIn) await logOut(data)
      const lines = [isIn ? 'Logged out.' : 'Nobody is logged in.']
      tellResult(tools, flags, { value: { logged_out: isIn }, lines })
    })
}

/** Where no daemon runs the login ends with the token, which nobody knows any more. */
async function logOut(data: string): Promise<void> {
  try {
    await daemonOn(data).ask('POST', '/api/v1/logout')
  } finally {
    forgetLogin(data)
  }
}

/** `assayd password`: one's own, which nobody else knows from then on. */
export const addPassword: AddCommand = (program, tools) => {
  program
    .command('password')
    .description('change the password of whoever is logged in, and log out everywhere')
    .option('--config <file>', 'configuration', DEFAULT_CONFIG)
    .option('--json', 'that it is changed, as JSON')
    .action(async ({ config, ...flags }: Flags) => {
      const data = tools.settings(config).dataFolder()
      if (savedLogin(data) === null) {
        throw new AssaydError('login-needed', 'Nobody is logged in.', {
          hint: 'Log in with `assayd login USER`.',
        })
      }
      const password = await tools.askSecret('password until now')
      const next = await askNew(tools.askSecret, 'new password')
      await daemonOn(data).ask('POST', '/api/v1/me/password', { password, next })
      forgetLogin(data)
      const lines = ['The password is changed. Log in again with it.']
      tellResult(tools, flags, { value: { changed: true }, lines })
    })
}
