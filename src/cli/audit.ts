import { counted } from '../core/counted.ts'
import { AssaydError } from '../core/errors.ts'
import type { AuditHead, AuditQuery } from '../ports/audit.ts'
import { auditLines } from './audit-lines.ts'
import type { AddCommand, Tools } from './command.ts'
import { countOf } from './count-option.ts'
import { dayOf } from './day-option.ts'
import { hanging } from './hanging.ts'
import { withLibrary } from './library.ts'
import { dataFolderOf, withPlace, type PlaceFlags } from './place.ts'
import { progress } from './progress.ts'
import { withView } from './stored-plates.ts'

interface ListFlags extends PlaceFlags {
  readonly about?: string
  readonly who?: string
  readonly act?: string
  readonly since?: string
  readonly until?: string
  readonly last: string
  readonly json?: true
}

interface VerifyFlags extends PlaceFlags {
  readonly head?: string
  readonly backup?: string
  readonly json?: true
}

/** `assayd audit`: who changed what, when and why, and whether that is all still there. */
export const addAudit: AddCommand = (program, tools) => {
  const audit = program.command('audit').description('who changed what, when and why')
  withPlace(audit.command('list', { isDefault: true }))
    .description('show the newest entries that fit, the newest last')
    .option('--about <id>', 'a plate, an analysis or another id')
    .option('--who <user>', 'what one user did')
    .option('--act <act>', "one kind of act, as 'analysis-stored' or 'accepted'")
    .option('--since <day>', 'on this day or later, as 2026-11-23')
    .option('--until <day>', 'on this day or earlier')
    .option('--last <n>', "so many at most, or 'all'", '50')
    .option('--json', 'one JSON object an entry')
    .action((flags: ListFlags) => list(flags, tools))
  withPlace(audit.command('head'))
    .description('print the end of the trail; kept elsewhere, it shows that nothing was cut off')
    .option('--json', 'as JSON')
    .action(async ({ json, ...flags }: PlaceFlags & Pick<ListFlags, 'json'>) => {
      const data = dataFolderOf(tools, flags)
      const { number, hash } = await withLibrary(tools, data, (library) => library.auditHead())
      tools.print(json === true ? JSON.stringify({ number, hash }) : `${number}:${hash}`)
    })
  withPlace(audit.command('verify'))
    .description('find any edit, removal or exchange of entries, and of rows they answer for')
    .option('--head <number:hash>', "the end of the trail as 'audit head' printed it before")
    .option('--backup <folder>', 'a backup whose manifest holds the end of the trail')
    .option('--json', 'one JSON object')
    .action((flags: VerifyFlags) => verify(flags, tools))
}

async function list(flags: ListFlags, tools: Tools): Promise<void> {
  const query = queryOf(flags)
  const data = dataFolderOf(tools, flags)
  const entries = await withLibrary(tools, data, (library) => library.audit(query))
  const lines =
    flags.json === true ? entries.map((one) => JSON.stringify(one)) : auditLines(entries)
  for (const line of lines) tools.print(line)
}

function queryOf({ about, who, act, since, until, last }: ListFlags): AuditQuery {
  const newestMax = countOf(last)
  const [from, to] = [dayOf('since', since), dayOf('until', until)]
  const open = { about: about ?? null, who: who ?? null, act: act ?? null }
  return { ...open, since: from, until: to, after: 0, newestMax }
}

async function verify(flags: VerifyFlags, tools: Tools): Promise<void> {
  const kept = keptHead(flags, tools)
  const found: string[] = []
  const { number } = await withView(tools, dataFolderOf(tools, flags), (view) => {
    const tell = progress(tools, 'audit entries and rows')
    for (const step of view.auditChecked(kept)) {
      found.push(...step.findings)
      if (flags.json !== true) {
        for (const finding of step.findings) tools.print(finding)
        tell(step)
      }
    }
    return view.auditHead()
  })
  if (flags.json === true) tools.print(JSON.stringify({ entries: number, kept, findings: found }))
  else if (found.length === 0) {
    const entries = counted(number, 'entry', 'entries')
    const said = `${entries}, each as it was written.${end(kept)}`
    for (const line of hanging(said, 0)) tools.print(line)
  }
  if (found.length === 0) return
  const many = `${found.length} things that are not as they were written`
  const things = found.length === 1 ? '1 thing that is not as it was written' : many
  throw new AssaydError('audit-broken', `The audit trail has ${things}.`, {
    hint: 'Keep the database as it is, compare it with a backup, and find out who wrote into it.',
  })
}

function end(kept: AuditHead | null): string {
  if (kept !== null) return ` Entry ${kept.number} is the one that was written down.`
  return " Whether entries were cut off at the end only '--head' or '--backup' can tell."
}

function keptHead({ head, backup }: VerifyFlags, tools: Tools): AuditHead | null {
  if (backup !== undefined) return tools.backups.manifest(backup).auditHead
  if (head === undefined) return null
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(head) ?? []
  if (number !== undefined && hash !== undefined) return { number: Number(number), hash }
  throw new AssaydError('option-unsuited', `Unable to read the end of a trail from '${head}'.`, {
    hint: "Write it as 'assayd audit head' printed it.",
  })
}
