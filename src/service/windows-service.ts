import { daemonWords } from './daemon-words.ts'
import { win32 } from 'node:path'

import type { ServiceRequest, ServiceStep } from '../ports/service.ts'
import { element, texts, xmlDocument } from './xml.ts'

const NAME = 'assayd'
const DESCRIPTION = 'Hears ELISA plate readers and keeps their plates.'
/** The account of services without rights of their own, in every language of Windows. */
const LOCAL_SERVICE = 'S-1-5-19'

/** The task's file lies beside the configuration, so that it can be looked at and kept. */
const taskFile = ({ configFile }: ServiceRequest): string =>
  win32.join(win32.dirname(configFile), 'assayd-task.xml')

/** What Task Scheduler takes to run the daemon from the start of the computer. */
export function taskInstall(request: ServiceRequest): readonly ServiceStep[] {
  const file = taskFile(request)
  return [
    ...grants(request),
    { kind: 'write', file, text: taskXml(request), encoding: 'utf-16' },
    { kind: 'run', command: ['schtasks', '/Create', '/TN', NAME, '/XML', file, '/F'] },
  ]
}

export function taskUninstall(request: ServiceRequest): readonly ServiceStep[] {
  return [
    { kind: 'run', command: ['schtasks', '/End', '/TN', NAME], mayFail: true },
    { kind: 'run', command: ['schtasks', '/Delete', '/TN', NAME, '/F'], mayFail: true },
    { kind: 'remove', file: taskFile(request) },
  ]
}

export const TASK_STATUS = ['schtasks', '/Query', '/TN', NAME, '/V', '/FO', 'LIST']

/** The account may change the folders that the daemon writes, and nothing else. */
function grants({ writes }: ServiceRequest): readonly ServiceStep[] {
  return writes.flatMap((folder): readonly ServiceStep[] => [
    { kind: 'run', command: ['cmd', '/c', 'mkdir', folder], mayFail: true },
    { kind: 'run', command: ['icacls', folder, '/grant', `*${LOCAL_SERVICE}:(OI)(CI)M`] },
  ])
}

/**
 * The task. Task Scheduler counts a program that ended with an error as done, so that
 * RestartOnFailure alone would leave a dead daemon dead: each trigger is repeated every minute for
 * ever, and while the daemon runs a further instance is ignored.
 */
export function taskXml({ command, configFile }: ServiceRequest): string {
  const { program, words } = daemonWords(command, configFile)
  const again = element('Repetition', texts({ Interval: 'PT1M', StopAtDurationEnd: 'false' }))
  const trigger = (name: string) => element(name, [element('Enabled', 'true'), again])
  const restart = element('RestartOnFailure', texts({ Interval: 'PT1M', Count: '255' }))
  const exec = texts({
    Command: program,
    Arguments: words.map(windowsWord).join(' '),
    WorkingDirectory: win32.dirname(configFile),
  })
  const root = element(
    'Task',
    [
      element('RegistrationInfo', texts({ Author: NAME, Description: DESCRIPTION })),
      element('Triggers', [trigger('BootTrigger'), trigger('RegistrationTrigger')]),
      element('Principals', [
        element('Principal', texts({ UserId: LOCAL_SERVICE, RunLevel: 'LeastPrivilege' }), {
          id: 'Author',
        }),
      ]),
      element('Settings', [...texts(SETTINGS), restart]),
      element('Actions', [element('Exec', exec)], { Context: 'Author' }),
    ],
    { version: '1.2', xmlns: 'http://schemas.microsoft.com/windows/2004/02/mit/task' },
  )
  return xmlDocument(root, 'UTF-16')
}

/** A lab PC on batteries or without a network still hears its reader; five is ordinary priority. */
const SETTINGS = {
  MultipleInstancesPolicy: 'IgnoreNew',
  DisallowStartIfOnBatteries: 'false',
  StopIfGoingOnBatteries: 'false',
  AllowHardTerminate: 'true',
  StartWhenAvailable: 'true',
  RunOnlyIfNetworkAvailable: 'false',
  AllowStartOnDemand: 'true',
  Enabled: 'true',
  Hidden: 'false',
  RunOnlyIfIdle: 'false',
  WakeToRun: 'false',
  ExecutionTimeLimit: 'PT0S',
  Priority: '5',
} as const

/** A word of a command line as programs of Windows take it apart. */
export function windowsWord(text: string): string {
  if (text !== '' && !/[\s"]/.test(text)) return text
  return `"${text.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1')}"`
}

/** The file that WinSW reads; the lab puts its program beside it under the same name. */
export function winswInstall(request: ServiceRequest): readonly ServiceStep[] {
  const file = win32.join(win32.dirname(request.configFile), 'assayd-service.xml')
  const text = winswXml(request)
  return [...grants(request), { kind: 'write', file, text, encoding: 'utf-8' }]
}

/** Unlike Task Scheduler it asks the daemon to end before it ends it. */
export function winswXml({ command, configFile, writes }: ServiceRequest): string {
  const { program, words } = daemonWords(command, configFile)
  const roll = element('log', texts({ sizeThreshold: '10240', keepFiles: '8' }), {
    mode: 'roll-by-size',
  })
  const root = element('service', [
    ...texts({
      id: NAME,
      name: NAME,
      description: DESCRIPTION,
      executable: program,
      arguments: words.map(windowsWord).join(' '),
      startmode: 'Automatic',
      stoptimeout: '60 sec',
      logpath: win32.join(writes[0] ?? win32.dirname(configFile), 'logs'),
    }),
    roll,
    element('onfailure', '', { action: 'restart', delay: '10 sec' }),
    element('serviceaccount', texts({ username: String.raw`NT AUTHORITY\LocalService` })),
  ])
  return xmlDocument(root, 'UTF-8')
}
