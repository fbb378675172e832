import { at, isList, isObject, type Json, type JsonObject, property } from './json.ts'

/**
 * The entries of managedFields without what is only about status, which moves all the time: of an entry that was written
 * through the status sub-resource its metadata stays, since controllers write annotations there as well, but not its time.
 * Applied twice it changes nothing more. Empty where there are no managedFields.
 *
 * @param managedFields as it stands in `metadata`
 */
export function writtenFields(managedFields: Json | undefined): readonly JsonObject[] {
  if (!isList(managedFields)) return []
  return managedFields.flatMap((entry) => {
    if (!isObject(entry)) return []
    if (property(entry, 'subresource') !== 'status') return [entry]
    const metadata = at(entry, 'fieldsV1', 'f:metadata')
    if (metadata === undefined) return []
    const { time: _, ...kept } = entry
    return [{ ...kept, fieldsV1: { 'f:metadata': metadata } }]
  })
}
