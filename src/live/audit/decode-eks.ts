import { isList, isObject, type Json, property, stringAt } from '../../model/json.ts'
import { DAMAGED, type Decoded, NOTHING, together } from './decoded.ts'
import { type DecodeContext, decodeNativeValue, linesOf, parsedOrUndefined } from './decode-native.ts'
import type { Unpacker } from './unpacked.ts'

/** Firehose puts envelopes into envelopes; deeper ones than that are nobody's. */
const MOST_LAYERS = 5

interface EksContext extends DecodeContext {
  readonly unpacker: Unpacker
}

/**
 * What CloudWatch forwards of an EKS cluster: the request of a Firehose stream (`records[].data`), the event of a Lambda
 * subscription (`awslogs.data`), the subscription envelope itself (`logEvents[].message`), or plain events, one a line. Data
 * is base64, mostly gzipped; each layer is recognised by itself.
 */
export function decodeEks(text: string, context: DecodeContext, unpacker: Unpacker): Decoded {
  return decodeText(text, { ...context, unpacker }, MOST_LAYERS)
}

function decodeText(text: string, context: EksContext, layers: number): Decoded {
  const whole = parsedOrUndefined(text)
  if (whole !== undefined) return decodeValue(whole, context, layers)
  // Firehose joins JSON texts, with or without line ends between them.
  const pieces = linesOf(text.replaceAll('}{', '}\n{'))
  return together(
    pieces.map((piece) => {
      const value = parsedOrUndefined(piece)
      return value === undefined ? DAMAGED : decodeValue(value, context, layers)
    }),
  )
}

function decodeValue(value: Json, context: EksContext, layers: number): Decoded {
  if (layers === 0) return DAMAGED
  if (isList(value)) return together(value.map((item) => decodeValue(item, context, layers - 1)))
  if (!isObject(value)) return DAMAGED
  const records = property(value, 'records') ?? property(value, 'Records')
  if (isList(records)) return together(records.map((record) => decodeRecord(record, context, layers)))
  const lambda = stringAt(value, 'awslogs', 'data')
  if (lambda !== undefined) return decodeData(lambda, context, layers)
  // CloudWatch tries out a new subscription by a message that is no log.
  if (stringAt(value, 'messageType') === 'CONTROL_MESSAGE') return NOTHING
  const logEvents = property(value, 'logEvents')
  if (isList(logEvents)) return together(logEvents.map((logEvent) => decodeMessage(logEvent, context, layers)))
  return decodeNativeValue(value, context)
}

/** Of Firehose (`data`) or of Kinesis (`kinesis.data`). */
function decodeRecord(record: Json, context: EksContext, layers: number): Decoded {
  const data = stringAt(record, 'data') ?? stringAt(record, 'kinesis', 'data')
  return data === undefined ? DAMAGED : decodeData(data, context, layers)
}

function decodeData(data: string, context: EksContext, layers: number): Decoded {
  const text = context.unpacker.text(Buffer.from(data, 'base64'))
  return text === undefined ? DAMAGED : decodeText(text, context, layers - 1)
}

/** Streams of a log group other than the audit log hold plain text. */
function decodeMessage(logEvent: Json, context: EksContext, layers: number): Decoded {
  const message = stringAt(logEvent, 'message')
  return message === undefined ? DAMAGED : decodeText(message, context, layers - 1)
}
