/** One server-sent event. */
export interface ServiceEvent {
  /** `message` where the event has no name. */
  readonly name: string
  readonly id: string
  readonly data: string
}

/** Longest event that is taken; a stream that never ends a line would fill the memory. */
const LONGEST = 16 * 1024 * 1024

/** The events of a stream. Comments, such as signs of life, are skipped; an event that is cut off is none. */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServiceEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    if (rest.length > LONGEST) throw new RangeError('an event is too long')
    for (const block of blocks) {
      const event = eventIn(block)
      if (event !== undefined) yield event
    }
  }
}

function eventIn(block: string): ServiceEvent | undefined {
  const fields = { event: 'message', id: '', data: [] as string[] }
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? []
    if (name === 'event' || name === 'id') fields[name] = value
    if (name === 'data') fields.data.push(value)
  }
  return fields.data.length === 0 ? undefined : { name: fields.event, id: fields.id, data: fields.data.join('\n') }
}
