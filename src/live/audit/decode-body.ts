import { decodeAks } from './decode-aks.ts'
import { DAMAGED, type Decoded } from './decoded.ts'
import { decodeEks } from './decode-eks.ts'
import { decodeGke } from './decode-gke.ts'
import { decodeNative, type DecodeContext } from './decode-native.ts'
import { Unpacker } from './unpacked.ts'

/** In which envelope audit events come. */
export type AuditFormat = 'native' | 'eks' | 'gke' | 'aks'

const DECODERS: Readonly<Record<AuditFormat, (text: string, context: DecodeContext, unpacker: Unpacker) => Decoded>> = {
  native: decodeNative,
  eks: decodeEks,
  gke: decodeGke,
  aks: decodeAks,
}

/** Events of one request. Never throws: what cannot be read is counted (B-44). */
export function decodeBody(body: Buffer, format: AuditFormat, context: DecodeContext): Decoded {
  const unpacker = new Unpacker()
  const text = unpacker.text(body)
  return text === undefined ? DAMAGED : DECODERS[format](text, context, unpacker)
}
