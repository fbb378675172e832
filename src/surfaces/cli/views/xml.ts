export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly (XmlElement | string)[],
): XmlElement {
  return { name, attributes, children }
}

/** Indented XML; an element that holds text stays on its line, since white space in it would count. */
export function xmlText({ name, attributes, children }: XmlElement, indent = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeText(value)}"`)
  const start = `${indent}<${name}${written.join('')}`
  if (children.length === 0) return `${start}/>`
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : xmlText(child, `${indent}  `)))
  const isText = children.every((child) => typeof child === 'string')
  return isText ? `${start}>${inner.join('')}</${name}>` : `${start}>\n${inner.join('\n')}\n${indent}</${name}>`
}

function attributeText(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}

function escaped(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

// Characters that XML 1.0 cannot hold in any form, and carriage returns, which its readers change.
const NOT_XML = /[^\P{Cc}\t\n]|[\ufffe\uffff]|\p{Surrogate}/gu
