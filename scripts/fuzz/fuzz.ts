import type { Decoder } from '../../src/ports/driver.ts'
import type { GoodPlate } from './conversations.ts'
import { type Dice, diceFrom } from './dice.ts'
import { mutated, type Mutated, randomSteps, type Step } from './mutations.ts'
import { type Believing, type FuzzReport, readsOf, Watch } from './watch.ts'

export interface FuzzParts extends Believing {
  readonly decoder: () => Decoder
  /** True conversations, to be mutated; the short ones first. */
  readonly conversations: readonly (readonly Step[])[]
  /** One of them follows each mutated conversation, and must be read; none when left out. */
  readonly goodPlates?: readonly GoodPlate[]
  /** How many received bytes are fed at least, when no number of conversations is given. */
  readonly bytes?: number
  readonly conversationsMax?: number
  /** Keeps conversations short, so that very many can be had. */
  readonly isBrief?: boolean
  readonly seed: number
}

const RANDOM_RUN_BYTES = 600
/** A connection as long as this one is long for a daemon, too. */
const CONVERSATIONS_A_DECODER = 25
const CONVERSATIONS_BETWEEN_WEIGHINGS = 50
/** Weighing means collecting garbage: of a long run so many weighings are enough. */
const WEIGHINGS_MAX = 50
/** The heap is compared with what it was after these: before, code is still being compiled. */
const CONVERSATIONS_OF_WARM_UP = 10
/** Behind every conversation: a wait that ran out, and the pause of what came unasked. */
const QUIET: Mutated = { steps: [{ kind: 'silence' }, { kind: 'silence' }], mishaps: 0 }

/**
 * In a brief run a good plate longer than this follows one conversation in eight, and of a
 * conversation longer than this seven in eight break off before.
 */
const LONG_STEPS = 800
/** Of a long conversation at least so much is said. */
const CUT_STEPS_MIN = 100

/** Feeds a decoder with mutated conversations and random bytes, and watches it. */
export function fuzz(parts: FuzzParts): FuzzReport {
  const { bytes = Infinity, conversationsMax = Infinity, goodPlates = [] } = parts
  const dice = diceFrom(parts.seed)
  const heard = parts.conversations.map((steps) => readsOf(parts.decoder(), steps))
  const truths = heard.flat()
  // What gives no plate as it is has a mishap of its own already.
  const isSpoilt = heard.map(({ length }) => length === 0)
  const watch = new Watch([...truths, ...goodPlates.map(({ read }) => read)], parts)
  const weighEvery = Number.isFinite(conversationsMax)
    ? Math.max(CONVERSATIONS_BETWEEN_WEIGHINGS, Math.floor(conversationsMax / WEIGHINGS_MAX))
    : CONVERSATIONS_BETWEEN_WEIGHINGS
  const nextGood = goodPlatesInTurn(parts, dice)
  let decoder = parts.decoder()
  let conversations = 0
  watch.weigh({ isBaseline: true })
  while (watch.bytes() < bytes && conversations < conversationsMax) {
    conversations += 1
    if (conversations % CONVERSATIONS_A_DECODER === 0) decoder = parts.decoder()
    const said =
      conversations % 8 === 0 ? randomSteps(dice, RANDOM_RUN_BYTES) : chosen(parts, isSpoilt, dice)
    let isSane = watch.feed(decoder, said) && watch.feed(decoder, QUIET)
    // Behind the end of a connection comes another connection, which has a decoder of its own.
    if (!isSane || said.steps.some(({ kind }) => kind === 'closed')) decoder = parts.decoder()
    const plate = nextGood()
    if (plate !== undefined) isSane = watch.feedGood(decoder, plate)
    if (!isSane || plate?.steps.at(-1)?.kind === 'closed') decoder = parts.decoder()
    const isBaseline = conversations === CONVERSATIONS_OF_WARM_UP
    if (conversations % weighEvery === 0 || isBaseline) watch.weigh({ isBaseline })
  }
  watch.weigh({ isBaseline: false })
  return { ...watch.report(), conversations }
}

/** One good plate after the other, so that none comes twice in a row; often none of long ones. */
function goodPlatesInTurn(
  { goodPlates: plates = [], isBrief }: FuzzParts,
  dice: Dice,
): () => GoodPlate | undefined {
  let turn = 0
  return () => {
    const plate = plates[turn % Math.max(1, plates.length)]
    if (plate === undefined || isLeftOut(plate.steps, isBrief, dice)) return undefined
    turn += 1
    return plate
  }
}

function isLeftOut(steps: readonly Step[], isBrief: boolean | undefined, dice: Dice): boolean {
  return isBrief === true && steps.length > LONG_STEPS && dice(8) > 0
}

/** A true conversation with its mishaps; in a brief run the shortest of three by chance. */
function chosen(
  { conversations, isBrief }: FuzzParts,
  isSpoilt: readonly boolean[],
  dice: Dice,
): Mutated {
  const places = [0, 0, 0].map(() => dice(conversations.length))
  const place = (isBrief === true ? Math.min(...places) : places[0]) ?? 0
  const steps = conversations[place] ?? []
  const isWhole = !isLeftOut(steps, isBrief, dice)
  const length = isWhole ? steps.length : CUT_STEPS_MIN + dice(LONG_STEPS - CUT_STEPS_MIN)
  const said = mutated(steps, length, dice)
  return isSpoilt[place] === true ? { ...said, mishaps: said.mishaps + 1 } : said
}
