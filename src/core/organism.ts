/**
 * What an organism stands for in the study: worth attacking, not worth attacking, or a control of
 * the incubation.
 */
export type OrganismKind = 'pathogen' | 'benign' | 'control'

/** A challenge organism. Organisms are data of the lab, not code. */
export interface Organism {
  readonly id: string
  readonly name: string
  /** NCBI taxonomy id, or null when the stimulus has none. */
  readonly taxon: number | null
  readonly kind: OrganismKind
}
