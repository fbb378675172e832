/** Audit events have the annotations of the policy under its name: `attribution.driftage.dev/driftage-previous…`. */
const POLICY = 'attribution.driftage.dev'

/**
 * An annotation that is set stays as its first attempt wrote it, and a policy has at most twenty. So each attempt of a
 * write is noted twice, each time under a key that the overwritten version chooses, by its remainder: another attempt stays
 * unseen only where both keys are taken, which for a second attempt takes a version that is a multiple of 88 further on.
 */
const DIVISORS = [8, 11]

/**
 * The admission policy that puts the overwritten version of each attempt into the audit event, and whether it would change
 * nothing, with its binding, as YAML. It only annotates. `Ignore` and the choice of operations are what keeps it
 * harmless: a creation has no old object, and with the default failure policy the expressions would deny every creation in
 * the cluster.
 */
export function admissionPolicyText(): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: ${POLICY}
spec:
  failurePolicy: Ignore
  matchConstraints:
    resourceRules:
      - apiGroups: ["*"]
        apiVersions: ["*"]
        operations: [UPDATE, DELETE]
        resources: ["*", "*/scale"]
    excludeResourceRules:
      - apiGroups: [coordination.k8s.io]
        apiVersions: ["*"]
        operations: ["*"]
        resources: [leases]
      - apiGroups: ["", events.k8s.io]
        apiVersions: ["*"]
        operations: ["*"]
        resources: [events]
  variables:
    - name: version
      expression: 'int(oldObject.metadata.resourceVersion)'
    # A dry run changes nothing, what is the same does not, and what is being deleted is not deleted again.
    - name: inVain
      expression: >-
        (has(request.dryRun) && request.dryRun) ||
        (request.operation == "DELETE" ? has(oldObject.metadata.deletionTimestamp) : object == oldObject)
    - name: seen
      expression: >-
        string(oldObject.metadata.uid) + "/" + string(oldObject.metadata.resourceVersion) +
        (variables.inVain ? "/same" : "")
  auditAnnotations:
    - key: driftage-previous
      valueExpression: 'variables.seen'
${DIVISORS.flatMap((divisor) => remaindersOf(divisor).map((remainder) => annotation(divisor, remainder))).join('\n')}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: ${POLICY}
spec:
  policyName: ${POLICY}
  validationActions: [Audit]
`
}

function remaindersOf(divisor: number): readonly number[] {
  return Array.from({ length: divisor }, (_, remainder) => remainder)
}

/** An empty value is left out of the event. */
function annotation(divisor: number, remainder: number): string {
  return `    - key: driftage-previous-${divisor}-${remainder}
      valueExpression: 'variables.version % ${divisor} == ${remainder} ? variables.seen : ""'`
}
