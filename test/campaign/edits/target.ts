import type { JsonObject } from '../../../src/model/json.ts'
import type { KindInfo } from '../../../src/model/kind-info.ts'
import type { SchemaNode } from './schema-node.ts'

/** Manager that applied the fleet. */
export const DEPLOYER = 'argocd-controller'

/** One object of the fleet that edits are made to. */
export interface Target {
  readonly kind: KindInfo
  readonly name: string
  readonly namespace: string
  /** URL path of the collection and of the object. */
  readonly collection: string
  readonly path: string
  /** What Git says, with `stringData` in its place. */
  readonly desired: JsonObject
  /** The object before any edit, managedFields included. */
  readonly pristine: JsonObject
  readonly schema: SchemaNode
  /** True for kinds of the server itself; custom resources have no strategic merge. */
  readonly builtin: boolean
  /** Kind, namespace and name for people. */
  readonly title: string
}
