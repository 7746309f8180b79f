import { z } from 'zod'

import { closed, id, list, number, oneOf, text, wholeNumber } from '../fields.ts'

const PORT =
  'COM1 to COM256, a device path such as /dev/serial/by-id/…, ' +
  'tcp://host:port, folder:PATH or replay:FILE'
const COM = /(\\\\\.\\)?COM([1-9]\d?|1\d\d|2[0-4]\d|25[0-6])/.source
const TCP = /tcp:\/\/([^\s:/[\]]+|\[[0-9a-fA-F:]+\]):\d{1,5}/.source
const PORT_PATTERN = new RegExp(`^(${COM}|/.+|${TCP}|folder:.+|replay:.+)$`)

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

const reader = closed('a reader', {
  id: id('the id of the reader, as run sheets write it'),
  driver: id('the id of a driver'),
  port: text(PORT).regex(PORT_PATTERN, { error: PORT }),
  trigger: oneOf(['on-connect', 'on-run-sheet', 'repeatedly', 'listen'], 'a trigger'),
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
  api: closed('where the daemon listens for commands and pages of this machine', {
    host: oneOf(['127.0.0.1', '::1'], 'an address of this machine alone').default('127.0.0.1'),
    port: wholeNumber('a port from 0 to 65535; 0 takes any that is free', {
      min: 0,
      max: 65_535,
    }).default(0),
  }).default({ host: '127.0.0.1', port: 0 }),
  readers: list(reader, 'the readers of the bench'),
})

export type AssaydFile = z.output<typeof assaydSchema>
