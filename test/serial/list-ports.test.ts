import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { isKnownUsb, portsOf } from '../../src/ports/port-match.ts'
import type { FoundPort } from '../../src/ports/ports.ts'
import { linuxPorts, portFromLibrary } from '../../src/serial/list-ports.ts'
import { linuxBench } from '../support/linux-ports.ts'

describe('the ports of a Linux machine', () => {
  it('are those with hardware, with what the adapter above says and its lasting name', () => {
    const folders = linuxBench()
    const dev = (name: string): string => join(folders.devices, name)
    expect(linuxPorts(folders)).toEqual([
      {
        path: dev('ttyACM0'),
        byId: null,
        usb: { vendor: '1a86', product: '7523', serial: null, location: '1-2' },
        name: 'USB Serial',
      },
      { path: dev('ttyS0'), byId: null, usb: null, name: '' },
      {
        path: dev('ttyUSB0'),
        byId: dev('serial/by-id/usb-FTDI_A10KZP4X-if00-port0'),
        usb: { vendor: '0403', product: '6001', serial: 'A10KZP4X', location: '1-1.4' },
        name: 'FTDI FT232R USB UART',
      },
    ])
  })

  it('are none where the kernel tells of none', () => {
    expect(linuxPorts({ terminals: '/nowhere', devices: '/nowhere' })).toEqual([])
  })
})

describe('the ports of a Windows machine', () => {
  it('have their ids in small letters, and no USB where there is none', () => {
    const nothing = { pnpId: undefined, locationId: undefined, serialNumber: undefined }
    const port = {
      ...nothing,
      path: 'COM7',
      manufacturer: 'FTDI',
      vendorId: '0403',
      productId: '6001',
      serialNumber: 'A10KZP4X',
      locationId: 'Port_#0004.Hub_#0001',
    }
    expect(portFromLibrary({ ...port, vendorId: '1A86' })).toEqual({
      path: 'COM7',
      byId: null,
      usb: {
        vendor: '1a86',
        product: '6001',
        serial: 'A10KZP4X',
        location: 'Port_#0004.Hub_#0001',
      },
      name: 'FTDI',
    })
    const board = { ...port, vendorId: undefined, productId: undefined }
    expect(portFromLibrary(board).usb).toBeNull()
  })
})

const at = (path: string, serial: string | null): FoundPort => ({
  path,
  byId: null,
  usb: { vendor: '0403', product: '6001', serial, location: null },
  name: '',
})

describe('a configured reader among the ports', () => {
  const left = at('COM3', 'LEFT')
  const right = at('COM4', 'RIGHT')
  const board: FoundPort = { path: 'COM1', byId: null, usb: null, name: '' }

  it('is where its adapter is, whatever the port is called now', () => {
    const usb = { vendor: '0403', product: '6001', serial: 'RIGHT' }
    expect(portsOf({ port: 'usb', usb }, [board, left, right])).toEqual([right])
    expect(portsOf({ port: 'COM3', usb }, [board, left, right])).toEqual([right])
    expect(portsOf({ port: 'COM3', usb }, [board, left])).toEqual([])
  })

  it('is at its port where several adapters could be meant', () => {
    const usb = { vendor: '0403' }
    expect(portsOf({ port: 'COM4', usb }, [left, right])).toEqual([right])
    expect(portsOf({ port: 'usb', usb }, [left, right])).toEqual([left, right])
  })

  it('is found by the name of its port alone, as Windows spells it or not', () => {
    const known = { usb: undefined }
    expect(portsOf({ port: 'com3', ...known }, [left, right])).toEqual([left])
    expect(portsOf({ port: '\\\\.\\COM4', ...known }, [left, right])).toEqual([right])
    expect(portsOf({ port: 'usb', ...known }, [left, right])).toEqual([])
  })

  it('is known by what is given alone, ids in any case', () => {
    const usb = { vendor: '1a86', product: '7523', serial: null, location: null }
    expect(isKnownUsb({ ...left, usb }, { vendor: '1A86' })).toBe(true)
    expect(isKnownUsb({ ...left, usb }, { vendor: '1A86', product: '6001' })).toBe(false)
    expect(isKnownUsb(at('COM3', null), { serial: 'LEFT' })).toBe(false)
    expect(isKnownUsb(board, {})).toBe(false)
  })
})
