import { type FieldPath, field } from '../../model/field-path.ts'

/** Where each kind keeps the template of its Pods. */
const TEMPLATES: Readonly<Record<string, FieldPath>> = {
  '/Pod': [],
  '/ReplicationController': steps('spec', 'template'),
  '/PodTemplate': steps('template'),
  'apps/Deployment': steps('spec', 'template'),
  'apps/StatefulSet': steps('spec', 'template'),
  'apps/DaemonSet': steps('spec', 'template'),
  'apps/ReplicaSet': steps('spec', 'template'),
  'batch/Job': steps('spec', 'template'),
  'batch/CronJob': steps('spec', 'jobTemplate', 'spec', 'template'),
  'argoproj.io/Rollout': steps('spec', 'template'),
  'apps.openshift.io/DeploymentConfig': steps('spec', 'template'),
  'serving.knative.dev/Service': steps('spec', 'template'),
  'apps.kruise.io/CloneSet': steps('spec', 'template'),
  'apps.kruise.io/StatefulSet': steps('spec', 'template'),
  'apps.kruise.io/DaemonSet': steps('spec', 'template'),
}

/** Path of the Pod template in objects of this kind; undefined for kinds without one. */
export function podTemplatePath(group: string, kind: string): FieldPath | undefined {
  const name = `${group}/${kind}`
  return Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined
}

function steps(...names: readonly string[]): FieldPath {
  return names.map(field)
}
