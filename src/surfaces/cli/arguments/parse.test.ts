import { describe, expect, it } from 'vitest'
import type { Invocation, Surroundings } from './invocation.ts'
import { parseArguments } from './parse.ts'

const surroundings: Surroundings = { program: 'driftage', version: '1.2.3', environment: {} }

function parse(commandLine: string, environment: NodeJS.ProcessEnv = {}): Invocation {
  return parseArguments(commandLine === '' ? [] : commandLine.split(' '), { ...surroundings, environment })
}

function asked<C extends 'scan' | 'diff' | 'explain' | 'doctor' | 'rbac' | 'demo' | 'completion' | 'errors'>(
  command: C,
  rest: string,
  environment: NodeJS.ProcessEnv = {},
): Asked<C> {
  const invocation = parse(`${command} ${rest}`.trim(), environment)
  if (invocation.command !== command) throw new Error(JSON.stringify(invocation))
  return (invocation as unknown as { asked: Asked<C> }).asked
}

type Asked<C> = Extract<Invocation, { command: C }> extends { asked: infer A } ? A : never

const QUIET_REPORT = { output: 'table', failOn: 'low', include: [] }
const NO_CHART = { values: [], set: [], setString: [] }
const PLAIN_CLUSTER = { kubeconfig: { from: 'default' }, asGroups: [], insecureSkipTlsVerify: false }

describe('what scan is asked', () => {
  it('has a default for everything but the source', () => {
    expect(asked('scan', 'deploy/')).toEqual({
      desired: { sources: [{ kind: 'path', path: 'deploy/' }], helm: NO_CHART },
      cluster: PLAIN_CLUSTER,
      readOnly: false,
      report: QUIET_REPORT,
      talk: { quiet: false, debug: false },
    })
  })

  it.each([
    ['deploy/ -', [{ kind: 'path', path: 'deploy/' }, { kind: 'stdin' }]],
    ['--git https://git.example/shop.git', [git('https://git.example/shop.git', 'HEAD', '.')]],
    ['--git . --ref v1 --path a --path b', [git('.', 'v1', 'a'), git('.', 'v1', 'b')]],
    ['extra/ --git .', [{ kind: 'path', path: 'extra/' }, git('.', 'HEAD', '.')]],
  ])('reads sources: %s', (rest, sources) => {
    expect(asked('scan', rest).desired.sources).toEqual(sources)
  })

  it('reads all flags of kubectl', () => {
    const flags =
      '--kubeconfig kc --context c -n shop --cluster cl --user u -s https://api:6443 --token t --as alice --as-group a ' +
      '--as-group b --as-uid 7 --request-timeout 1m30s --certificate-authority ca --client-certificate cc ' +
      '--client-key ck --tls-server-name name --insecure-skip-tls-verify'
    expect(asked('scan', `deploy/ ${flags}`).cluster).toEqual({
      kubeconfig: { from: 'flag', file: 'kc' },
      context: 'c',
      namespace: 'shop',
      cluster: 'cl',
      user: 'u',
      server: 'https://api:6443',
      token: 't',
      as: 'alice',
      asGroups: ['a', 'b'],
      asUid: '7',
      requestTimeoutMs: 90_000,
      certificateAuthority: 'ca',
      clientCertificate: 'cc',
      clientKey: 'ck',
      tlsServerName: 'name',
      insecureSkipTlsVerify: true,
    })
  })

  it.each([
    ['deploy/', 'a:b::a', { from: 'environment', files: ['a', 'b'] }],
    ['deploy/ --kubeconfig c', 'a:b', { from: 'flag', file: 'c' }],
    ['deploy/', '', { from: 'default' }],
  ])('takes KUBECONFIG as kubectl does: %s with %j', (rest, KUBECONFIG, choice) => {
    expect(asked('scan', rest, { KUBECONFIG }).cluster.kubeconfig).toEqual(choice)
  })

  it.each([
    ['--include expected,pending --include defaults,pending', { include: ['expected', 'pending', 'defaults'] }],
    ['--fail-on pending -o jsonl', { failOn: 'pending', output: 'jsonl' }],
    ['--output=sarif --fail-on=critical', { failOn: 'critical', output: 'sarif' }],
  ])('reads how to report: %s', (rest, report) => {
    expect(asked('scan', `deploy/ ${rest}`).report).toEqual({ ...QUIET_REPORT, ...report })
  })

  it('reads how to render and compare', () => {
    const rest = 'chart --release r -f a.yaml --values b.yaml --set x=1 --set-string y=2 --render-with bin'
    const found = asked('scan', `${rest} --cluster-name prod --deployer flux --read-only -q --debug`)
    expect(found.desired.helm).toEqual({ release: 'r', values: ['a.yaml', 'b.yaml'], set: ['x=1'], setString: ['y=2'] })
    expect(found).toMatchObject({ clusterName: 'prod', deployer: 'flux', readOnly: true })
    expect(found.desired.renderWith).toBe('bin')
    expect(found.talk).toEqual({ quiet: true, debug: true })
  })

  it.each([
    ['--read-only=true', true],
    ['--read-only=false', false],
  ])('takes switches with a value, as kubectl does: %s', (flag, readOnly) => {
    expect(asked('scan', `deploy/ ${flag}`).readOnly).toBe(readOnly)
  })
})

describe('what the other commands are asked', () => {
  it('diff takes two sides and schemas', () => {
    expect(asked('diff', 'deploy/ - --openapi a.json --openapi b.json -n shop --cluster-name c --deployer d')).toEqual({
      desired: { sources: [{ kind: 'path', path: 'deploy/' }], helm: NO_CHART },
      live: { kind: 'stdin' },
      openApiFiles: ['a.json', 'b.json'],
      clusterName: 'c',
      namespace: 'shop',
      deployer: 'd',
      report: QUIET_REPORT,
      talk: { quiet: false, debug: false },
    })
  })

  const web = { cluster: 'prod', group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }
  it.each([
    ['prod/apps/Deployment/shop/web', { form: 'reference', reference: web }],
    [
      'prod/-/Namespace/-/shop',
      { form: 'reference', reference: { ...web, group: '', kind: 'Namespace', namespace: '', name: 'shop' } },
    ],
    ['deployment/web', { form: 'resource', resource: 'deployment', name: 'web' }],
    ['deployments.apps/web', { form: 'resource', resource: 'deployments.apps', name: 'web' }],
  ])('explain takes %s', (ref, object) => {
    expect(asked('explain', `${ref} --source deploy/`).object).toEqual(object)
  })

  it.each([
    ['.spec.replicas', '.spec.replicas'],
    ['spec.replicas', '.spec.replicas'],
    ['.spec.containers[name="web"].image', '.spec.containers[name="web"].image'],
  ])('explain takes the path %s', (path, written) => {
    expect(asked('explain', `deployment/web ${path} --source deploy/`).path).toBe(written)
  })

  it('doctor needs no source; rbac can print the rights of dry-run', () => {
    expect(asked('doctor', '').desired.sources).toEqual([])
    expect(asked('doctor', '-o yaml').output).toBe('yaml')
    expect(asked('rbac', 'deploy/ --oracle').oracle).toBe(true)
    expect(asked('demo', '-o json').replay.output).toBe('json')
    expect(asked('completion', 'fish').shell).toBe('fish')
    expect(asked('errors', '')).toEqual({})
    expect(asked('errors', 'DRF1001')).toEqual({ code: 'DRF1001' })
  })
})

describe('what cannot be carried out', () => {
  it.each([
    ['scna', 'DRF1001', 'There is no command "scna". Did you mean scan?'],
    ['scan deploy/ --contxt x', 'DRF1002', 'There is no flag --contxt here. Did you mean --context?'],
    ['scan deploy/ --context', 'DRF1003', 'The flag --context <name> needs its value.'],
    [
      'scan deploy/ -o jsom',
      'DRF1004',
      '"jsom" cannot be used for --output. It takes table, wide, json, yaml, jsonl, markdown, sarif, junit, github, gitlab. Did you mean json?',
    ],
    [
      'scan deploy/ --fail-on bad',
      'DRF1004',
      '"bad" cannot be used for --fail-on. It takes critical, high, medium, low, info, pending.',
    ],
    [
      'scan deploy/ --include expectd',
      'DRF1004',
      '"expectd" cannot be used for --include. It takes expected, pending, defaults. Did you mean expected?',
    ],
    [
      'scan deploy/ --request-timeout soon',
      'DRF1004',
      '"soon" cannot be used for --request-timeout. It takes a duration such as 30s, 2m or 1m30s; 0 means no limit.',
    ],
    ['completion tcsh', 'DRF1004', '"tcsh" cannot be used for <shell>. It takes bash, zsh, fish, powershell.'],
    ['diff deploy/', 'DRF1005', 'The argument <live> is missing.'],
    [
      'scan',
      'DRF1005',
      'scan needs to know what Git says: a folder, a file, a chart, a kustomization, - for standard input, or --git with a repository.',
    ],
    [
      'explain deployment/web',
      'DRF1005',
      'explain needs to know what Git says: --source with a folder, a file, a chart, a kustomization, - for standard input, or --git with a repository.',
    ],
    ['demo here', 'DRF1006', 'demo takes 0 words and was given 1.'],
    [
      'scan deploy/ --ref v1',
      'DRF1007',
      '--ref says where in a repository to look, and no repository was named. Add --git.',
    ],
    [
      'scan deploy/ --path v1',
      'DRF1007',
      '--path says where in a repository to look, and no repository was named. Add --git.',
    ],
    ['scan - -', 'DRF1007', 'Standard input (-) was named twice, and it can be read only once. Name it once.'],
    [
      'scan - --release web',
      'DRF1007',
      '--release belongs to a Helm chart, and standard input holds plain manifests. Drop it or name the chart.',
    ],
    ['diff - -', 'DRF1007', 'Standard input (-) cannot be both sides of a comparison. Name a file for one.'],
  ])('%s', (commandLine, code, message) => {
    const invocation = parse(commandLine)
    expect(invocation).toMatchObject({ command: 'misuse' })
    const { diagnostics } = invocation as Extract<Invocation, { command: 'misuse' }>
    expect(diagnostics.map((one) => [one.code, one.message])).toEqual([[code, message]])
  })

  it.each([
    ['a/b/c', 'DRF1008'],
    ['web', 'DRF1008'],
    ['deployment/web [', 'DRF1009'],
  ])('explain %s is refused', (rest, code) => {
    expect(parse(`explain ${rest} --source x`)).toMatchObject({ diagnostics: [{ code }] })
  })

  it('nothing asked is not a success, since an empty variable in a pipeline is not "in sync"', () => {
    expect(parse('')).toMatchObject({ command: 'misuse', hint: expect.stringContaining('Usage: driftage') })
  })
})

describe('help', () => {
  const commands = ['scan', 'diff', 'explain', 'doctor', 'rbac', 'audit', 'demo', 'completion', 'errors', 'version']

  it.each(commands)('%s can be helped in three ways', (command) => {
    const texts = [`help ${command}`, `${command} --help`, `${command} -h`].map((line) => parse(line))
    expect(new Set(texts.map((text) => JSON.stringify(text))).size).toBe(1)
    expect(texts[0]).toMatchObject({ command: 'print', text: expect.stringContaining(`Usage: driftage ${command}`) })
  })

  it('every example in a help text is a command line that works', () => {
    for (const command of commands) {
      const { text } = parse(`help ${command}`) as Extract<Invocation, { command: 'print' }>
      for (const [, example = ''] of text.matchAll(/^ {2}(?:source <\()?driftage ([^#|<>)\n]*)/gm)) {
        if (example.startsWith(`${command} [`) || example.startsWith(`${command} <`)) continue
        const words = example
          .trim()
          .split(' ')
          .map((word) => word.replaceAll("'", ''))
        expect([example, parseArguments(words, surroundings).command]).toEqual([example, command])
      }
    }
  })

  it('speaks as kubectl where kubectl called', () => {
    const found = parseArguments(['scan', '--help'], { ...surroundings, program: 'kubectl driftage' })
    expect(found).toMatchObject({ text: expect.stringContaining('Usage: kubectl driftage scan') })
    expect(found).toMatchObject({ text: expect.stringContaining('  kubectl driftage scan deploy/') })
  })

  it('prints the version', () => {
    expect(parse('--version')).toEqual({ command: 'print', text: 'driftage 1.2.3\n' })
    expect(parse('version')).toMatchObject({ text: expect.stringMatching(/^driftage 1\.2\.3 \(node /) })
  })
})

function git(repository: string, revision: string, folder: string) {
  return { kind: 'git', repository, revision, folder }
}
