import type { z } from 'zod'

import { closed, id, list, oneOf, text, wholeNumber } from '../fields.ts'

const organism = closed('an organism', {
  id: id('the id of the organism, as layouts write it'),
  name: text('the name of the organism'),
  taxon: wholeNumber('the NCBI taxonomy id, or null when there is none', {
    min: 1,
    max: 1_000_000_000,
  })
    .nullable()
    .default(null),
  kind: oneOf(['pathogen', 'benign', 'control'], 'a kind of organism'),
})

/** `config/organisms.yaml`. */
export const organismsSchema = closed('the organisms of the lab', {
  organisms: list(organism, 'a list of organisms'),
})

export type OrganismsFile = z.output<typeof organismsSchema>
