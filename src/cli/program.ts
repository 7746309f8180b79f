import { Command } from 'commander'

import { addAccept, addReject } from './accept.ts'
import { addAssign } from './assign.ts'
import { addAudit } from './audit.ts'
import { addBackup } from './backup.ts'
import { addCheck } from './check.ts'
import type { Tools } from './command.ts'
import { complaint } from './complaint.ts'
import { addConfig } from './config.ts'
import { addCompletion } from './completion.ts'
import { addDoctor } from './doctor.ts'
import { EXIT } from './exit-codes.ts'
import { addExpect } from './expect.ts'
import { addExport } from './export.ts'
import { addFit } from './fit.ts'
import { addLayout } from './layout.ts'
import { addListen } from './listen.ts'
import { addLogin, addLogout, addPassword } from './login.ts'
import { addMask, addUnmask } from './mask.ts'
import { addPlates } from './plates.ts'
import { addPorts } from './ports.ts'
import { addProbe } from './probe.ts'
import { addRead } from './read.ts'
import { addReanalyse } from './reanalyse.ts'
import { addReload } from './reload.ts'
import { addReplay } from './replay.ts'
import { addRestore } from './restore.ts'
import { addRun } from './run.ts'
import { addService } from './service.ts'
import { addShow } from './show.ts'
import { addSimulate } from './simulate.ts'
import { addStatus } from './status.ts'
import { addStudy } from './study.ts'
import { addTemplate } from './template.ts'
import { addUser } from './user.ts'
import { addVerify } from './verify.ts'

const COMMANDS = [
  addRun,
  addStatus,
  addDoctor,
  addRead,
  addCheck,
  addReload,
  addConfig,
  addLayout,
  addPlates,
  addShow,
  addExport,
  addStudy,
  addExpect,
  addAssign,
  addMask,
  addUnmask,
  addReanalyse,
  addAccept,
  addReject,
  addFit,
  addPorts,
  addProbe,
  addListen,
  addSimulate,
  addReplay,
  addTemplate,
  addVerify,
  addLogin,
  addLogout,
  addPassword,
  addUser,
  addAudit,
  addBackup,
  addRestore,
  addService,
  addCompletion,
]

const HINT = '--help behind a command tells what it takes.'

/** The command line of assayd. */
export function programOf(tools: Tools, version: string): Command {
  const program = new Command('assayd')
    .description('Hears ELISA plate readers and turns plates into concentrations and responses.')
    .version(version)
    .option('--debug', 'show the stack of an error')
    .configureOutput({
      outputError: (text, write) => write(complaint(text.trim().replace(/^error: /, ''), HINT)),
    })
    // What asked for help or the version did well; everything else here is a word not understood.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage))
  for (const add of COMMANDS) add(program, tools)
  return program
}
