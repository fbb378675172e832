/** What ends something that was opened. */
export type Closing = () => Promise<unknown>

/** Ends the last one opened first, and all of them whatever happens. @throws the first failure */
export async function closeAll(closing: Closing[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closing.splice(0).toReversed()) await close().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
