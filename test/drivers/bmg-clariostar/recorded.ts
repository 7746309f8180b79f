// Frames and payloads recorded from a real CLARIOstar Plus. They stand in the tests of the fork of
// PyLabRobot (MIT licence) that also wrote the "CLARIOstar Plus Wire Protocol Reference"; the names
// are theirs.

/** Bytes from hexadecimal digits. */
export function hex(...pieces: readonly string[]): Uint8Array {
  return Uint8Array.from(Buffer.from(pieces.join('').replaceAll(' ', ''), 'hex'))
}

/** What the maker's program sends, whole frames with their payloads. */
export const COMMAND_FRAMES = {
  initialize: [hex('010000100200'), hex('02000e0c01000010020000002f0d')],
  'drawer-out': [hex('030100000000'), hex('02000e0c0301000000000000200d')],
  'drawer-in': [hex('030000000000'), hex('02000e0c03000000000000001f0d')],
  status: [hex('80'), hex('0200090c800000970d')],
  data: [hex('05020000000000'), hex('02000f0c050200000000000000240d')],
  'data, progressive': [hex('0502ffffffff00'), hex('02000f0c0502ffffffff000004200d')],
} as const

/** Statuses: at rest, drawer out, with a plate, busy. */
export const STATUS_FRAMES = {
  idle: hex('0200180c010500200000000000000000000000c000010c0d'),
  drawerOpen: hex('0200180c010500210000000000000000000000c000010d0d'),
  plate: hex('0200180c010500220000000000000000000000c000010e0d'),
  busy: hex('0200180c012500200000000000000000000000c000012c0d'),
} as const

const GEOMETRY = '31e82164059e04642c4a1d000c0800'
const ALL = `${'ff'.repeat(12)}${'00'.repeat(36)}`
const ZEROS = '00'.repeat(30)
const REFERENCE = '0000006423 2826ca 0000006400'
const TRAILER = '000000 0200000000000100000001'

/** A recorded run, put together from the parts in which the recordings differ. */
function runFrame(parts: {
  readonly head: string
  readonly mask?: string
  readonly direction: string
  readonly pause: string
  readonly wavelengths: string
  readonly flashes: string
  readonly sum: string
}): Uint8Array {
  const { head, mask = ALL, direction, pause, wavelengths, flashes, sum } = parts
  return hex(
    `${head}0c04${GEOMETRY}${mask}${direction}02${ZEROS}270f270f${pause}${wavelengths}`,
    `${REFERENCE}${TRAILER}${flashes}000100${sum}0d`,
  )
}

/** D01 to D03: 450 nm, with 600 nm, with 660 nm; one flash. */
export const RUN_D01 = runFrame({
  head: '020090',
  direction: '0a',
  pause: '01',
  wavelengths: '011194',
  flashes: '0001',
  sum: '00130e',
})
export const RUN_D02 = runFrame({
  head: '020092',
  direction: '0a',
  pause: '01',
  wavelengths: '0211941770',
  flashes: '0001',
  sum: '001398',
})
export const RUN_D03 = runFrame({
  head: '020094',
  direction: '0a',
  pause: '01',
  wavelengths: '031194177019c8',
  flashes: '0001',
  sum: '00147c',
})
/** A05: well A1 at 600 nm, five flashes, one direction. */
export const RUN_A05 = runFrame({
  head: '020090',
  mask: `80${'00'.repeat(47)}`,
  direction: '8a',
  pause: '05',
  wavelengths: '011770',
  flashes: '0005',
  sum: '000804',
})
/** A07: columns 1 to 6. */
export const RUN_A07 = runFrame({
  head: '020090',
  mask: `${'fc0fc0'.repeat(4)}${'00'.repeat(36)}`,
  direction: '8a',
  pause: '05',
  wavelengths: '011770',
  flashes: '0005',
  sum: '000eb0',
})

/** The last data of A05: one well at 600 nm, 0.0771 OD. */
export const DATA_A05 = hex(
  '020506260000a9000c000c001dffe2022003000100010100010000000101',
  '00000000000000326c950013c73b0008a5a3000047d1003bda6600008d',
  '10001760d700008d3b000b303e00008c0a0000476300000000',
)

/** The last data of A03: column 1 at 600 nm, a series of dilutions. */
export const DATA_A03 = hex(
  '020506260000a900280028001dffe2022003000100080100010000000101',
  '00000000000000321a740021b78100176887000b112a0002c8c50000b524',
  '00003b5f000017fe0013acbe00132d3c001378170013891d001366930013',
  '77d8001393d100133816000899e900084714000879bf00086a4200086b70',
  '00086fa300086f4400085f74000047be000047bd000047ae000047940000',
  '47780000478e000047a800004798003bf595000090140017b4c500008f83',
  '000b3dc500008daa0000479000000000',
)

/** The header of data while A01 begins: nothing of 392 numbers. */
export const PROGRESS_A01 = hex(
  '0225042e0000a901880000001dffe2022003000100600100010000000101000000000000',
)

/** Column 1 of D02, 450 and 600 nm; its header was made up by the authors around the numbers. */
export const DATA_D02 = hex(
  '020500000000a90032003200000000000000000100080000000000000000',
  '000000000000000cb0f2000c274b000d12e6000cd8b0000c19a2000c8efb',
  '000c4dee000c2f740009dd6a0006546b0004a3f200024d8900008db80000',
  '2dec00000bac000005410003e5d60003be890003cbf80003daac0003c196',
  '0003ce320003d0b90003ef010001aee200019a2e0001a34d0001a96a0001',
  '9f700001a6940001a4940001b6ec000047a70000478600004743000047740000',
  '4786000047b2000047b5000047770010152800002186000be9c4000022c0',
  '0004a8ea000022640002385d000022b70000472900000000',
)
