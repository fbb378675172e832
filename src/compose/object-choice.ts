import type { ObjectRef } from '../model/object-ref.ts'
import type { PassResult } from '../loop/pass.ts'
import type { ObjectChoice } from '../surfaces/cli/arguments/object-choice.ts'

/** Kind names as people type them, for what kubectl abbreviates. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
  svc: 'service',
  cm: 'configmap',
  ns: 'namespace',
  sa: 'serviceaccount',
  ing: 'ingress',
  netpol: 'networkpolicy',
  pvc: 'persistentvolumeclaim',
  pv: 'persistentvolume',
  hpa: 'horizontalpodautoscaler',
  pdb: 'poddisruptionbudget',
  cj: 'cronjob',
  crd: 'customresourcedefinition',
  po: 'pod',
  quota: 'resourcequota',
  limits: 'limitrange',
  pc: 'priorityclass',
  sc: 'storageclass',
}

/** The object of a pass that the words mean; undefined where none does. A written reference may name the cluster or not. */
export function chosenRef(
  choice: ObjectChoice,
  pass: PassResult,
  cluster: string,
  namespace: string,
): ObjectRef | undefined {
  if (choice.form === 'reference') return { ...choice.reference, cluster }
  const [typed, ...rest] = choice.resource.toLowerCase().split('.')
  const kind = SHORT_NAMES[typed ?? ''] ?? typed ?? ''
  const group = rest.join('.')
  return pass.assessments
    .map((one) => one)
    .filter(({ ref }) => ref.name === choice.name && (ref.namespace === '' || ref.namespace === namespace))
    .filter(({ ref }) => group === '' || ref.group === group || ref.group.startsWith(`${group}.`))
    .find(({ ref, desired }) => ref.kind.toLowerCase() === kind || desired.kindInfo.resource === kind)?.ref
}
