import { AssaydError } from '../core/errors.ts'
import { isOd, type Block, type PlateRead } from '../core/plate-read.ts'
import { shapeOf, wellFromRowColumn } from '../core/well.ts'
import type { Heard } from '../ports/driver.ts'
import type { AddCommand } from './command.ts'

/**
 * `assayd replay FILE`: what the driver makes of a capture, decoded again from its bytes. Nothing
 * is stored.
 */
export const addReplay: AddCommand = (program, tools) => {
  program
    .command('replay <capture>')
    .description('decode a capture again and show what was heard; nothing is stored')
    .option('--json', 'one JSON object a plate read or fault')
    .action(async (file: string, options: { readonly json?: true }) => {
      const capture = tools.readCapture(file)
      const heard = await tools.hearAgain(capture)
      const { reader, driver, startedAt } = capture.header
      if (options.json !== true) {
        tools.print(`${file}: reader ${reader}, driver ${driver}, from ${startedAt}`)
      }
      for (const one of heard) {
        for (const line of options.json === true ? jsonLines(one) : lines(one)) tools.print(line)
      }
      if (!heard.some(({ kind }) => kind === 'read' || kind === 'fault')) {
        throw new AssaydError('capture-empty', `${file} holds neither a plate nor a fault.`, {
          hint: 'The capture may have ended before a plate was asked for.',
        })
      }
    })
}

function lines(heard: Heard): readonly string[] {
  switch (heard.kind) {
    case 'reply':
      return [
        `reply ${heard.reply.command}: ${heard.reply.outcome} ${heard.reply.status}`.trimEnd(),
      ]
    case 'read':
      return readLines(heard.read)
    case 'fault':
      return [
        `fault ${heard.fault.code}: ${heard.fault.message}`,
        `      ${hex(heard.fault.bytes).slice(0, 90)}`,
      ]
    case 'progress':
      return [`block ${heard.blocksDone} of ${heard.blocksExpected}`]
    case 'answer':
      return []
  }
}

function readLines(read: PlateRead): readonly string[] {
  const barcode = read.barcode === null ? '' : `, barcode ${read.barcode}`
  return [
    `plate read: ${read.format} wells, ${read.bytes.length} bytes${barcode}`,
    ...read.blocks.flatMap((block) => blockLines(block, read)),
  ]
}

/** The block as a plate: one line a row, OD with three decimals. */
function blockLines(block: Block, { format }: PlateRead): readonly string[] {
  const { rows, columns } = shapeOf(format)
  const values = new Map(block.wells.map(({ well, value }) => [well, value]))
  const cell = (row: number, column: number): string => {
    const value = values.get(wellFromRowColumn({ row, column })) ?? 'unread'
    return (isOd(value) ? value.toFixed(3) : value.slice(0, 6)).padStart(7)
  }
  const reference = block.referenceNm === null ? '' : ` minus ${block.referenceNm} nm`
  return [
    `  ${block.wavelengthNm} nm${reference}, interval ${block.interval}, ` +
      `checksum ${block.checksum}`,
    ...Array.from({ length: rows }, (_, row) => {
      const cells = Array.from({ length: columns }, (_unused, column) => cell(row + 1, column + 1))
      return `  ${String.fromCharCode(65 + row)}${cells.join('')}`
    }),
  ]
}

function jsonLines(heard: Heard): readonly string[] {
  if (heard.kind === 'read') {
    return [JSON.stringify({ kind: 'read', ...heard.read, bytes: hex(heard.read.bytes) })]
  }
  if (heard.kind === 'fault') {
    return [JSON.stringify({ kind: 'fault', ...heard.fault, bytes: hex(heard.fault.bytes) })]
  }
  return []
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
