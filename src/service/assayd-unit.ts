import { DAEMON_ENV, daemonWords } from './daemon-words.ts'
import { HARDENING } from './hardening.ts'
import { textFromUnit, unitWord, type UnitLine } from './unit.ts'

/** What differs between one installation and another. */
export interface UnitPlace {
  /** The program and its arguments, all paths absolute. */
  readonly command: readonly string[]
  readonly configFile: string
  readonly user: string
  /** Folders that the daemon writes, absolute; those in `/var/lib/assayd` need no mention. */
  readonly writes: readonly string[]
  /** The manual, as a `file:` or `https:` address. */
  readonly documentation: string
}

/** The daemon tells of itself three times within it. */
const WATCHDOG_S = 60

/**
 * The unit of the daemon. It is started again whatever it ended with, for as long as it takes: a
 * reader that was unplugged or a configuration that was broken is put right days later by somebody
 * who does not know that there is a service.
 */
export function assaydUnit(place: UnitPlace): string {
  return textFromUnit({
    unit: [
      ['Description', 'assayd, hears ELISA plate readers'],
      ['Documentation', place.documentation],
      ['Wants', 'modprobe@usbserial.service modprobe@cdc_acm.service'],
      [
        'After',
        'modprobe@usbserial.service modprobe@cdc_acm.service network.target remote-fs.target',
      ],
      ['StartLimitIntervalSec', '0'],
    ],
    service: [...running(place), ...whereItWrites(place), ...HARDENING],
    install: [['WantedBy', 'multi-user.target']],
  })
}

function running({ command, configFile, user }: UnitPlace): readonly UnitLine[] {
  const { program, words } = daemonWords(command, configFile)
  return [
    {
      why: 'Node has no datagram sockets, so systemd-notify speaks for the daemon: access for all.',
    },
    ['Type', 'notify'],
    ['NotifyAccess', 'all'],
    ['WatchdogSec', `${WATCHDOG_S}s`],
    ...Object.entries(DAEMON_ENV).map(([name, value]): UnitLine => [
      'Environment',
      `${name}=${value}`,
    ]),
    ['ExecStart', [program, ...words].map(unitWord).join(' ')],
    ['ExecReload', "/bin/sh -c 'kill -HUP $MAINPID'"],
    ['Restart', 'always'],
    ['RestartSec', '10s'],
    ['TimeoutStartSec', '90s'],
    ['TimeoutStopSec', '120s'],
    { why: 'The daemon ends its own helpers; a plate under way is brought to its end first.' },
    ['KillMode', 'mixed'],
    ['User', user],
    ['Group', user],
    { why: 'Who may open serial ports.' },
    ['SupplementaryGroups', 'dialout'],
    ['SyslogIdentifier', 'assayd'],
  ]
}

function whereItWrites({ writes }: UnitPlace): readonly UnitLine[] {
  const outside = writes.filter((folder) => !`${folder}/`.startsWith('/var/lib/assayd/'))
  return [
    ['StateDirectory', 'assayd'],
    ['StateDirectoryMode', '0750'],
    ['WorkingDirectory', '/var/lib/assayd'],
    // A share that is away must not keep the daemon from its readers, hence the sign.
    ...outside.map((folder): UnitLine => ['ReadWritePaths', unitWord(`-${folder}`)]),
  ]
}
