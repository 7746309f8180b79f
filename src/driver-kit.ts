/** The one door for drivers: everything a driver or its simulator may use. */
export { AssaydError, ReaderError } from './core/errors.ts'
export { isOd } from './core/plate-read.ts'
export { compareWells, indexFromWell, shapeOf, wellFromRowColumn, wellsOf } from './core/well.ts'
export type {
  Block,
  Checksum,
  PlateRead,
  ReadWell,
  WellMark,
  WellValue,
} from './core/plate-read.ts'
export type { PlateFormat, PlateShape, Well } from './core/well.ts'
export type {
  AnswerLimits,
  CommandClass,
  Decoder,
  Driver,
  DriverFacts,
  Fault,
  Heard,
  Identity,
  Line,
  LineSettings,
  ReaderFault,
  ReadRequest,
  Reply,
  ReplyOutcome,
} from './ports/driver.ts'
export type {
  Emission,
  SimulatedPlate,
  SimulatedReader,
  Simulator,
  SimulatorOptions,
} from './ports/simulator.ts'
