import type { FieldPath, PathElement } from '../model/field-path.ts'
import type { Json } from '../model/json.ts'
import type { FieldType, ListType } from '../model/type-schema.ts'
import { elementOf } from './list-element.ts'

/** Leads to an element of a keyed or set list; the path element is only built when something there is reported. */
export interface ListStep {
  readonly list: ListType
  readonly item: Json
}

/** Where a walk is: one frame per step from the root, holding both values and the type at that place. */
export interface Frame {
  /** Field name, or the element of a list. The root's step is the empty string. */
  readonly step: string | ListStep
  readonly type: FieldType
  /** OpenAPI component of the object that holds this field; empty for inline types and list elements. */
  readonly owner: string
  readonly left: Json | undefined
  readonly right: Json | undefined
}

/** The stack of frames of one walk. */
export class Cursor {
  readonly #frames: Frame[]

  constructor(root: Frame) {
    this.#frames = [root]
  }

  push(frame: Frame): void {
    this.#frames.push(frame)
  }

  pop(): void {
    this.#frames.pop()
  }

  get top(): Frame {
    return this.#frames[this.#frames.length - 1] as Frame
  }

  /** Frames from the root on; a copy, safe to keep. */
  frames(): readonly Frame[] {
    return this.#frames.slice()
  }

  path(): FieldPath {
    return pathOf(this.#frames)
  }
}

export function pathOf(frames: readonly Frame[]): FieldPath {
  return frames.slice(1).map(({ step }): PathElement => {
    if (typeof step === 'string') return { kind: 'field', name: step }
    // Elements without identity are left out of walks, so a step that is on the stack has one.
    return elementOf(step.list, step.item) as PathElement
  })
}
