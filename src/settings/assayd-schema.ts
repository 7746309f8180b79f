import { z } from 'zod'

import { closed, id, number, oneOf, text, wholeNumber } from '../fields.ts'
import { apiSchema } from './api-schema.ts'
import { keepingShape } from './keeping-schema.ts'
import { healthSchema } from './health-schema.ts'
import { logSchema } from './log-schema.ts'
import { syntheticSchema } from './synthetic-schema.ts'

const PORT =
  'COM1 to COM256, a device path such as /dev/serial/by-id/…, usb, ' +
  'tcp://host:port, folder:PATH or replay:FILE'
const COM = /(\\\\\.\\)?COM([1-9]\d?|1\d\d|2[0-4]\d|25[0-6])/.source
const USB_ID = /^[0-9a-fA-F]{4}$/
const TCP = /tcp:\/\/([^\s:/[\]]+|\[[0-9a-fA-F:]+\]):\d{1,5}/.source
const PORT_PATTERN = new RegExp(`^(${COM}|usb|/.+|${TCP}|folder:.+|replay:.+)$`)

const simulator = closed('a simulated reader', {
  plate: text('the CSV file of the plate it finds, from this file'),
  barcode: text('the barcode it reads, or null').nullable().default(null),
  pace: oneOf(['real', 'fast'], 'a pace').default('real'),
  fault: text("a fault from the driver's list, or null").nullable().default(null),
  start_every_s: number('how often START is pressed at the reader, in seconds, or null', {
    min: 0.1,
    max: 86_400,
  })
    .nullable()
    .default(null),
  seed: wholeNumber('a whole number from 0 that seeds chance', {
    min: 0,
    max: 4_294_967_295,
  }).default(1),
})

const line = closed("line settings in place of the driver's", {
  baud: wholeNumber('bits a second from 50 to 4000000', { min: 50, max: 4_000_000 }).optional(),
  data_bits: z.literal([7, 8], { error: '7 or 8 data bits' }).optional(),
  parity: oneOf(['none', 'even', 'odd'], 'a parity').optional(),
  stop_bits: z.literal([1, 2], { error: '1 or 2 stop bits' }).optional(),
  flow_control: oneOf(['none', 'rts-cts', 'xon-xoff'], 'a flow control').optional(),
  dtr: z.boolean({ error: 'true or false, the level of DTR when the port opens' }).optional(),
  rts: z.boolean({ error: 'true or false, the level of RTS when the port opens' }).optional(),
})

const usbId = (what: string) => {
  const phrase = `the ${what} of the USB adapter as four hex digits in quotes, such as "0403"`
  return z
    .string({ error: phrase })
    .regex(USB_ID, { error: phrase })
    .meta({ description: phrase })
    .optional()
}

const identity = closed('what the reader must say of itself', {
  model: text('the model as `assayd probe` shows it').optional(),
  serial_number: text('the serial number of the instrument, in quotes').optional(),
  usb: closed('the USB adapter of the reader', {
    vendor: usbId('vendor'),
    product: usbId('product'),
    serial: text('the serial number of the USB adapter, in quotes').optional(),
  }).optional(),
})

const reader = closed('a reader', {
  id: id('the id of the reader, as run sheets write it'),
  driver: id('the id of a driver'),
  port: text(PORT).regex(PORT_PATTERN, { error: PORT }),
  trigger: oneOf(['on-connect', 'on-run-sheet', 'repeatedly', 'listen'], 'a trigger'),
  line: line.optional(),
  identity: identity.optional(),
  settings: z
    .unknown()
    .optional()
    .meta({ description: "what the driver must be told about this reader; see the driver's page" }),
  default_layout: id('the id of the layout of plates without a run sheet, or null')
    .nullable()
    .default(null),
  simulator: simulator.nullable().default(null),
})

/** `config/assayd.yaml`. */
export const assaydSchema = closed('the configuration', {
  form: wholeNumber('the number of the form of these files', { min: 1, max: 9_999 }).default(1),
  lab: text('the name of the lab'),
  folders: closed('the folders', {
    data: text('the folder of the database and the captures, from this file'),
    exports: text('the folder of the CSV files, from this file'),
    run_sheets: text('the folder where run sheets are put, from this file'),
  }),
  csv: closed('the dialect of CSV files', {
    separator: oneOf([',', ';'], 'a separator of fields'),
    decimal: oneOf(['.', ','], 'a decimal sign'),
  }).default({ separator: ',', decimal: '.' }),
  api: apiSchema,
  log: logSchema.optional(),
  ...keepingShape,
  health: healthSchema.optional(),
  synthetic: syntheticSchema,
  readers: z
    .array(reader, { error: 'the readers of the bench, or [] before there is one' })
    .meta({ description: 'the readers of the bench, or [] before there is one' }),
})

export type AssaydFile = z.output<typeof assaydSchema>
