import { activityPage, presentActivity } from '../contract/activity.ts'
import { causePage, presentCause } from '../contract/cause.ts'
import { presentPage } from '../contract/contract-words.ts'
import { countList, presentCounts, presentRuleHits, ruleList } from '../contract/counts.ts'
import { clusterList, presentCluster, presentSource, sourceList } from '../contract/freshness.ts'
import { fightPage, overwrittenPage, presentFight, presentOverwritten } from '../contract/overwritten.ts'
import {
  activityQuery,
  clusterPageQuery,
  deployedBody,
  fightsQuery,
  nothingAsked,
  overwrittenQuery,
  sourceParams,
} from '../contract/requests.ts'
import { type Route, route } from '../route.ts'

const LIST = { method: 'GET', may: 'read', params: nothingAsked } as const
const COMMAND = { method: 'POST', may: 'write', params: sourceParams, query: nothingAsked } as const

export const LEDGER_ROUTES: readonly Route[] = [
  route({
    ...LIST,
    path: '/api/v1/causes',
    operation: 'listCauses',
    summary: 'Causes: findings that share kind, field, target value and class of actor',
    query: clusterPageQuery,
    response: causePage,
    handle: async ({ query, now }, { reads }) =>
      presentPage(await reads.causes({ ...query, now }), (row) => presentCause(row, now)),
  }),
  route({
    ...LIST,
    path: '/api/v1/activity',
    operation: 'listActivity',
    summary: 'What happened, from the append-only record',
    query: activityQuery,
    response: activityPage,
    handle: async ({ query: { kind, ...query } }, { reads }) =>
      presentPage(await reads.activity({ ...query, ...(kind === undefined ? {} : { kinds: kind }) }), presentActivity),
  }),
  route({
    ...LIST,
    path: '/api/v1/overwritten',
    operation: 'listOverwritten',
    summary: 'Live changes that were undone',
    query: overwrittenQuery,
    response: overwrittenPage,
    handle: async ({ query: { finding, ...query } }, { reads }) =>
      presentPage(
        await reads.overwritten({ ...query, ...(finding === undefined ? {} : { findingId: finding }) }),
        presentOverwritten,
      ),
  }),
  route({
    ...LIST,
    path: '/api/v1/fights',
    operation: 'listFights',
    summary: 'Writers that undo each other',
    query: fightsQuery,
    response: fightPage,
    handle: async ({ query }, { reads }) => presentPage(await reads.fights(query), presentFight),
  }),
  route({
    ...LIST,
    path: '/api/v1/rules',
    operation: 'listRules',
    summary: 'Rules with what they explain now',
    query: nothingAsked,
    response: ruleList,
    handle: async (_asked, { reads }) => ({ items: (await reads.ruleHits()).map(presentRuleHits) }),
  }),
  route({
    ...LIST,
    path: '/api/v1/counts',
    operation: 'countFindings',
    summary: 'Unresolved findings, counted',
    query: nothingAsked,
    response: countList,
    handle: async (_asked, { reads }) => ({ items: presentCounts(await reads.counts()) }),
  }),
  route({
    ...LIST,
    path: '/api/v1/clusters',
    operation: 'listClusters',
    summary: 'Clusters, and how fresh the view of each is',
    query: nothingAsked,
    response: clusterList,
    handle: async ({ now }, { reads }) => ({
      items: (await reads.clusters()).map((cluster) => presentCluster(cluster, now)),
    }),
  }),
  route({
    ...LIST,
    path: '/api/v1/sources',
    operation: 'listSources',
    summary: 'Sources, and what is known of each',
    query: nothingAsked,
    response: sourceList,
    handle: async (_asked, { reads }) => ({ items: (await reads.sources()).map(presentSource) }),
  }),
  route({
    ...COMMAND,
    path: '/api/v1/sources/{name}/deployed',
    operation: 'deployedSource',
    summary: 'Say which revision a pipeline rolled out',
    body: deployedBody,
    handle: async ({ params, body, origin }, { commands }) => {
      await commands.deployed(params.name, body.revision, origin)
      return undefined
    },
  }),
  route({
    ...COMMAND,
    path: '/api/v1/sources/{name}/confirm',
    operation: 'confirmSource',
    summary: 'Let a held source count',
    body: nothingAsked,
    handle: async ({ params, origin }, { commands }) => {
      await commands.confirmSource(params.name, origin)
      return undefined
    },
  }),
]
