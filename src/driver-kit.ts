/** The one door for drivers: everything a driver or its simulator may use. */
export { createByteLog, type ByteLog } from './core/byte-log.ts'
export { bytesFromText, concatBytes, hexFromBytes, textFromBytes } from './core/bytes.ts'
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
export { FAULT_BYTES_MAX, faultFrom, type FaultText, resumedMisfit } from './driver-faults.ts'
export { createNoise, type Noise } from './driver-noise.ts'
export { driverSettings } from './driver-settings.ts'
export { closed, id, list, number, oneOf, oneOrMany, text, wholeNumber } from './fields.ts'
export type {
  Abilities,
  AnswerLimits,
  CommandClass,
  Decoder,
  Driver,
  DriverFacts,
  DriverSettings,
  Fault,
  Heard,
  Identity,
  LeftRead,
  Line,
  LineSettings,
  ReaderFault,
  ReadRequest,
  Reply,
  ReplyOutcome,
  Resuming,
} from './ports/driver.ts'
export type { Confirmation, Lesson, Proposal } from './ports/lesson.ts'
export type {
  Emission,
  SimulatedPlate,
  SimulatedReader,
  Simulator,
  SimulatorOptions,
  Variant,
} from './ports/simulator.ts'
