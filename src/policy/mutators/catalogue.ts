import type { MutatorRule } from '../mutator-rule.ts'
import { AUTOSCALING_RULES } from './autoscaling.ts'
import { CERTIFICATE_RULES } from './certificates.ts'
import { CLOUD_RULES } from './cloud.ts'
import { CONTROLLER_RULES } from './controllers.ts'
import { DELIVERY_RULES } from './delivery.ts'
import { DEPLOYER_RULES } from './deployers.ts'
import { INJECTOR_RULES } from './injectors.ts'
import { OPENSHIFT_RULES } from './openshift.ts'
import { OPERATOR_RULES } from './operators.ts'
import { POLICY_ENGINE_RULES } from './policy-engines.ts'
import { SERVER_RULES } from './server.ts'

/** Every mutator that is known, in the order in which they are asked. */
export const MUTATOR_RULES: readonly MutatorRule[] = [
  ...SERVER_RULES,
  ...CONTROLLER_RULES,
  ...AUTOSCALING_RULES,
  ...DELIVERY_RULES,
  ...CERTIFICATE_RULES,
  ...INJECTOR_RULES,
  ...POLICY_ENGINE_RULES,
  ...CLOUD_RULES,
  ...OPENSHIFT_RULES,
  ...OPERATOR_RULES,
  ...DEPLOYER_RULES,
]
