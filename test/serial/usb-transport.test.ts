import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import type { FoundPort } from '../../src/ports/ports.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { placeOf, usbTransport } from '../../src/serial/usb-transport.ts'
import { farEnd } from '../support/far-end.ts'
import { hearBytes } from '../support/heard-bytes.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FTDI = { vendor: '0403', product: '6001' }
const port = (path: string, serial: string | null): FoundPort => ({
  path,
  byId: null,
  usb: { ...FTDI, serial, location: null },
  name: '',
})

function refusal(place: Parameters<typeof placeOf>[0], ports: readonly FoundPort[]): AssaydError {
  try {
    placeOf(place, ports)
  } catch (error) {
    if (error instanceof AssaydError) return error
    throw error
  }
  throw new Error('Expected a refusal.')
}

describe('the place of a known adapter', () => {
  const usb = { ...FTDI, serial: 'LEFT' }

  it('is wherever it is now', () => {
    const moved = [port('/dev/ttyUSB0', 'RIGHT'), port('/dev/ttyUSB1', 'LEFT')]
    expect(placeOf({ port: '/dev/ttyUSB0', usb }, moved)).toBe('/dev/ttyUSB1')
    expect(placeOf({ port: 'usb', usb }, moved)).toBe('/dev/ttyUSB1')
  })

  it('is nowhere while another adapter has its port', () => {
    const error = refusal({ port: 'COM3', usb }, [port('COM3', null)])
    expect(error.code).toBe('reader-stranger')
    expect(error.message).toBe(
      "Port 'COM3' is USB vendor 0403, product 6001, no serial number; the reader's adapter is " +
        "USB vendor 0403, product 6001, serial number 'LEFT'. It is not opened.",
    )
  })

  it('is not guessed', () => {
    const two = [port('COM3', 'LEFT'), port('COM4', 'RIGHT')]
    const error = refusal({ port: 'usb', usb: FTDI }, two)
    expect(error).toMatchObject({ code: 'port-open' })
    expect(error.message).toContain('COM3, COM4')
    expect(placeOf({ port: 'COM4', usb: FTDI }, two)).toBe('COM4')
  })

  it('is told to be missing, with what is here', () => {
    const error = refusal({ port: 'usb', usb }, [port('COM4', 'RIGHT')])
    expect(error.code).toBe('port-open')
    expect(error.hint).toContain('Here are: COM4.')
    expect(refusal({ port: 'usb', usb }, []).hint).toContain('no port at all')
  })
})

describe('a reader behind a known adapter', () => {
  it('has a transport of its own only on serial ports', () => {
    const clock = simulatedClock()
    expect(openTransport('usb', clock, FTDI).hasLineSettings).toBe(true)
    expect(() => openTransport('usb', clock)).toThrow("Unrecognized port 'usb'")
  })

  it.skipIf(!hasSocat)(`is found again at its new name, once moved${socatNote}`, async () => {
    const folder = temporaryFolder()
    const clock = simulatedClock()
    let name = 'ttyUSB0'
    const list = async () => [port(join(folder, name), 'LEFT')]
    const transport = usbTransport({ port: 'usb', usb: { serial: 'LEFT' }, clock, list })
    for (const now of ['ttyUSB0', 'ttyUSB7']) {
      const far = await farEnd()
      const socat = await socatToTcp(join(folder, now), far.tcpPort)
      name = now
      const connection = await transport.connect(LINE_8N2)
      onTestFinished(() => connection.close())
      const heard = hearBytes(connection.bytes$)
      far.say(Uint8Array.of(1, 2))
      expect(await heard.next(2)).toEqual(Uint8Array.of(1, 2))
      await connection.close()
      await socat.pull()
    }
  })
})
