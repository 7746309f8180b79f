import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { SOUND, writeConfig } from './config-fixture.ts'

function load(lines: string, port = 'COM3') {
  const text = `${SOUND['assayd.yaml']}${lines}`.replace('port: COM3', `port: ${port}`)
  return loadSettings(writeConfig({ 'assayd.yaml': text }), ['biotek-elx']).readers[0]
}

function mistakesIn(lines: string, port?: string): readonly string[] {
  try {
    load(lines, port)
    return []
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.message.split('\n').map((line) => line.replace(/^.*?readers\.0\./, ''))
  }
}

describe('the line of a reader', () => {
  it('says what replaces the settings of its driver, and leaves the rest to it', () => {
    const flow = 'flow_control: xon-xoff, dtr: false, rts: true'
    const all = `{ baud: 31250, data_bits: 7, parity: even, stop_bits: 2, ${flow} }`
    expect(load(`    line: ${all}\n`)?.line).toEqual({
      baud: 31_250,
      dataBits: 7,
      parity: 'even',
      stopBits: 2,
      flowControl: 'xon-xoff',
      dtr: false,
      rts: true,
    })
    expect(load('    line: { baud: 2400 }\n')?.line).toEqual({ baud: 2400 })
    expect(load('')?.line).toBeUndefined()
  })

  it('is checked value by value', () => {
    const frame = 'baud: 0, data_bits: 9, parity: mark, stop_bits: 1.5'
    const wrong = `${frame}, flow_control: dsr, dtr: high, bits: 8`
    const found = mistakesIn(`    line: { ${wrong} }\n`)
    expect(found).toHaveLength(7)
    expect(found.join('\n')).toContain(
      "line.baud: '0' does not fit, expected bits a second from 50",
    )
    expect(found.join('\n')).toContain(
      "line.data_bits: '9' does not fit, expected 7 or 8 data bits",
    )
    expect(found.join('\n')).toContain("'dsr' does not fit, expected a flow control: none, rts-cts")
    expect(found.join('\n')).toContain("line: unknown key 'bits', expected one of baud, data_bits")
  })

  it('is of no use where there is no serial port', () => {
    expect(mistakesIn('    line: { baud: 9600 }\n', 'tcp://192.0.2.17:4001')).toEqual([
      "line: 'tcp://192.0.2.17:4001' is no serial port, expected no line; " +
        'a serial server has its own',
    ])
  })
})

describe('the identity of a reader', () => {
  it('is what the instrument and its adapter say of themselves', () => {
    const usb = 'usb: { vendor: "0403", product: "6001", serial: A10KZP4X }'
    const reader = load(`    identity: { model: ELx808, serial_number: "12", ${usb} }\n`, 'usb')
    expect(reader?.port).toBe('usb')
    expect(reader?.identity).toEqual({
      model: 'ELx808',
      serialNumber: '12',
      usb: { vendor: '0403', product: '6001', serial: 'A10KZP4X' },
    })
  })

  it('must say which adapter, and only where there can be one', () => {
    expect(mistakesIn('', 'usb')).toEqual([
      "port: 'usb' does not say which adapter, expected identity.usb with its serial number",
    ])
    expect(mistakesIn('    identity: { usb: {} }\n')).toEqual([
      'identity.usb: names no adapter, expected its vendor, product or serial number',
    ])
    expect(mistakesIn('    identity: { usb: { serial: A1 } }\n', 'tcp://192.0.2.17:4001')).toEqual([
      "identity.usb: 'tcp://192.0.2.17:4001' is on no USB of this machine, expected no usb",
    ])
    expect(mistakesIn('    identity: { usb: { vendor: 403 } }\n')[0]).toContain(
      'four hex digits in quotes, such as "0403"',
    )
  })
})
