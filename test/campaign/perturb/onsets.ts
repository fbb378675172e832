import type { Finding } from '../../../src/model/finding.ts'
import type { Perturbation } from './perturbation.ts'
import { isAt, type Step } from './script.ts'

/** Times in objects are told to the second. */
const GRAIN_MS = 1_000
const SEEN_SOON_MS = 2_000

interface Bounds {
  readonly step: Step
  /** By the service's clock, which may have been moved meanwhile. */
  readonly from: number
  to: number
}

/** When each difference of the script really began, so that no age is reset and none is made up. */
export class Onsets {
  readonly #bounds: Bounds[] = []

  /** Right before a change is made. @param off of the service's clock, in ms */
  begin(step: Step, off: number): void {
    this.#bounds.push({ step, from: Date.now() + off, to: Number.POSITIVE_INFINITY })
  }

  /** The newest change is recorded; those before it that could not be seen until then must be soon. */
  end(off: number): void {
    for (const bounds of this.#bounds)
      if (bounds.to === Number.POSITIVE_INFINITY) bounds.to = Date.now() + off + SEEN_SOON_MS
  }

  faults(
    findings: readonly Finding[],
    { setBackMs = 0, beganBefore = [] }: Pick<Perturbation, 'setBackMs' | 'beganBefore'>,
  ): readonly string[] {
    return this.#bounds.flatMap(({ step, from, to }) => {
      if (step.begins === undefined) return []
      const [object, path] = step.begins
      const finding = findings.find((one) => isAt(one, object, path))
      if (finding === undefined) return [`no finding at ${object} ${path}`]
      const { notBefore, notAfter } = finding.onset
      const late = notAfter - to
      const early = from - GRAIN_MS - notAfter - setBackMs
      return [
        ...(late > 0 ? [`age reset: ${object} ${path} began ${late} ms too late`] : []),
        ...(early > 0 && !beganBefore.includes(`${object} ${path}`)
          ? [`age made up: ${object} ${path} began ${early} ms too early`]
          : []),
        ...(notBefore !== null && notBefore > notAfter ? [`onset in the wrong order: ${object} ${path}`] : []),
      ]
    })
  }
}
