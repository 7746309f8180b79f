import { closed, list, oneOf, text, wholeNumber } from '../../src/driver-kit.ts'

/** Which bytes of a block its checksum adds up; the manuals leave open whether row ends count. */
export type ChecksumRule = 'with-returns' | 'without-returns'

/** Every rule that the manuals allow, the likelier first. */
export const CHECKSUM_RULES: readonly ChecksumRule[] = ['with-returns', 'without-returns']

const FILTER_PLACES_MAX = 8
const MIX_SECONDS_MAX_550 = 9

/** What has to be said about one Bio-Rad reader. */
export const SCHEMA = closed('the settings of a Bio-Rad reader', {
  model: oneOf(['680', '550'], 'the model').default('680'),
  filters: list(
    wholeNumber('the wavelength of a filter in nm, 0 for an empty place', { min: 0, max: 1100 }),
    'the wavelengths of the filters in nm, from position 1',
  )
    .max(FILTER_PLACES_MAX, { error: 'at most eight filters' })
    .optional(),
  checksum: oneOf(['find-out', ...CHECKSUM_RULES], 'what the checksum adds up').default('find-out'),
  preamble: oneOf(['EIA.READER', 'EIA. READER'], 'what every command begins with').default(
    'EIA.READER',
  ),
  successCode: text('the code of a reply when all went well').default('0000'),
  plate: oneOf(
    ['measure', 'last-plate', 'stored-plate'],
    'what a read gives: a new measurement, the last plate again, or one from the memory',
  ).default('measure'),
  memory: wholeNumber('the memory of the stored plate', { min: 1, max: 10 }).default(1),
  speed: oneOf(['normal', 'fast'], 'the reading speed').default('normal'),
  mixSeconds: wholeNumber('how long to mix before reading, in s', { min: 0, max: 999 }).default(0),
  mixSpeed: oneOf(['low', 'medium', 'high'], 'how fast to mix').default('low'),
})
  .refine(({ model, filters }) => model !== '550' || filters !== undefined, {
    path: ['filters'],
    error: 'the wavelengths of the filters in nm, from position 1: a Model 550 cannot tell them',
  })
  .refine(({ model, mixSeconds }) => model !== '550' || mixSeconds <= MIX_SECONDS_MAX_550, {
    path: ['mixSeconds'],
    error: 'at most 9 s of mixing: a Model 550 takes no more',
  })
  .refine(({ model, plate }) => model !== '550' || plate !== 'stored-plate', {
    path: ['plate'],
    error: 'measure or last-plate: a Model 550 keeps no plates in a memory',
  })
  .prefault({})

/** The settings of one reader. */
export type Settings = ReturnType<typeof SCHEMA.parse>

/** The settings of a reader about which nothing was said. */
export const DEFAULTS: Settings = SCHEMA.parse(undefined)

/** Whether a reply's code says that all went well: zero, in whatever width, or what a lab found. */
export function isSuccess(code: string, { successCode }: Settings): boolean {
  return code === successCode || /^0+$/.test(code)
}
