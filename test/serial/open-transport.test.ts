import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { openFailure } from '../../src/serial/open-failure.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { writeLimitMs } from '../../src/serial/serial.ts'
import { portOptions } from '../../src/serial/serial-port.ts'
import { parseTcpAddress, tcpText } from '../../src/serial/tcp-address.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

const SERIAL_MISSPELT = ['', 'COM', 'COM0', 'COM3:', 'ttyUSB0', 'dev/ttyUSB0', '/dev/', 'usb']
const TCP_MISSPELT = [
  'http://host:80',
  'tcp://',
  'tcp:host:1',
  'tcp://host',
  'tcp://host:',
  'tcp://host:0',
  'tcp://host:65536',
  'tcp://:5555',
  'tcp://a b:1',
  'tcp://host:12/x',
  'tcp://user@host:1',
  'tcp://::1:5555',
]

describe('the text of a port', () => {
  const clock = simulatedClock()

  it.each([
    ['/dev/ttyUSB0', true],
    ['/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0', true],
    ['COM3', true],
    ['com12', true],
    [String.raw`\\.\COM10`, true],
    ['tcp://192.168.0.20:4001', false],
    ['tcp://[::1]:5555', false],
    ['tcp://reader-left.lab.example:4001', false],
    ['replay:data/captures/x.jsonl', false],
  ])('%s is understood, and line settings matter there: %s', (port, hasLineSettings) => {
    expect(openTransport(port, clock)).toMatchObject({ port, hasLineSettings })
  })

  it.each([...SERIAL_MISSPELT, ...TCP_MISSPELT])(
    "'%s' is refused with the text and with examples",
    (port) => {
      const refused = (): unknown => openTransport(port, clock)
      expect(refused).toThrow(AssaydError)
      expect(refused).toThrow(`'${port}'`)
      expect(refused).toThrow(expect.objectContaining({ code: 'port-address' }))
    },
  )

  it('survives being read and written again', () => {
    for (const text of ['tcp://127.0.0.1:5555', 'tcp://[fe80::1]:1', 'tcp://lab-pc:65535']) {
      expect(tcpText(parseTcpAddress(text))).toBe(text)
    }
  })

  it('may ask for any free port only where something listens', () => {
    expect(parseTcpAddress('tcp://0.0.0.0:0', { listening: true }).tcpPort).toBe(0)
    expect(() => parseTcpAddress('tcp://0.0.0.0:0')).toThrow(AssaydError)
  })
})

describe('line settings', () => {
  it('are all spelled out for the library', () => {
    const settings = { ...LINE_8N2, dataBits: 7, parity: 'even', flowControl: 'rts-cts' } as const
    expect(portOptions('COM3', settings)).toEqual({
      path: 'COM3',
      baudRate: 9600,
      dataBits: 7,
      parity: 'even',
      stopBits: 2,
      rtscts: true,
      xon: false,
      xoff: false,
      xany: false,
      lock: true,
      hupcl: true,
      autoOpen: false,
      endOnClose: false,
    })
  })

  it('give a send twice its time on the wire and two seconds more', () => {
    // 170 bytes of 11 bits at 1200 baud take 1.558 s.
    expect(writeLimitMs(170, { ...LINE_8N2, baud: 1200 })).toBeCloseTo(2000 + 2 * 1558.33, 1)
  })
})

describe('a port that would not open', () => {
  // The texts are the library's own: src/serialport_unix.cpp and src/serialport_win.cpp of
  // @serialport/bindings-cpp.
  it.each([
    ['Error: No such file or directory, cannot open /dev/ttyUSB0', /There is no port/],
    ['Opening COM3: File not found', /There is no port/],
    ['Error Resource temporarily unavailable Cannot lock port', /held by another program/],
    ['Error: Device or resource busy, cannot open /dev/ttyUSB0', /held by another program/],
    ['Opening COM3: Access denied', /held by another program/],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', /may not open/],
    [
      'Error: Inappropriate ioctl for device setting custom baud rate of 13',
      /is not a serial port/,
    ],
    ['Error: Input/output error, cannot open /dev/ttyS4', /Unable to open .*Input\/output error/],
  ])('with %s', (text, message) => {
    const error = openFailure('COM3', new Error(text), { ports: [], holder: undefined })
    expect(error).toMatchObject({ code: 'port-open', message: expect.stringMatching(message) })
    expect(error.hint).not.toBe('')
  })

  it('for want of the device names the ports that are there', () => {
    const error = openFailure('COM3', new Error('Opening COM3: File not found'), {
      ports: ['COM1', 'COM4'],
      holder: undefined,
    })
    expect(error.hint).toContain('COM1, COM4')
  })

  it('for want of rights names the group', () => {
    const text = 'Error: Permission denied, cannot open /dev/ttyUSB0'
    expect(
      openFailure('/dev/ttyUSB0', new Error(text), { ports: [], holder: undefined }).hint,
    ).toContain('dialout')
  })
})
