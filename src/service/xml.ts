/** An element of XML: text, or elements within it. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: string | readonly Element[]
}

export function element(
  name: string,
  content: Element['content'],
  attributes: Element['attributes'] = {},
): Element {
  return { name, attributes, content }
}

/** Elements of text alone, in the order of the record. */
export function texts(values: Readonly<Record<string, string>>): readonly Element[] {
  return Object.entries(values).map(([name, text]) => element(name, text))
}

/** A document with its declaration, two blanks a level, lines ended as Windows ends them. */
export function xmlDocument(root: Element, encoding: string): string {
  const lines = [`<?xml version="1.0" encoding="${encoding}"?>`, ...linesOf(root, '')]
  return lines.map((line) => `${line}\r\n`).join('')
}

function linesOf({ name, attributes, content }: Element, indent: string): readonly string[] {
  const told = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const open = `${indent}<${name}${told.join('')}>`
  if (typeof content === 'string') return [`${open}${escaped(content)}</${name}>`]
  return [open, ...content.flatMap((one) => linesOf(one, `${indent}  `)), `${indent}</${name}>`]
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
