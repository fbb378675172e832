table activity: actor_id text not null
table activity: actor_kind text not null
table activity: at timestamp with time zone not null
table activity: detail json not null
table activity: hash text not null
table activity: kind text collate C not null
table activity: previous text not null
table activity: sequence bigint not null
table activity: subject_id text collate C not null
table activity: subject_type text not null
table activity: surface text not null
table activity_checkpoint: algorithm text not null
table activity_checkpoint: at timestamp with time zone not null
table activity_checkpoint: hash text not null
table activity_checkpoint: key_id text not null
table activity_checkpoint: sequence bigint not null
table activity_checkpoint: signature text not null
table activity_head: hash text not null
table activity_head: id boolean not null default true
table activity_head: pruned_hash text not null
table activity_head: pruned_through bigint not null
table activity_head: sequence bigint not null
table applied_change: at timestamp with time zone not null default now()
table applied_change: key uuid not null
table cause: actor_class text not null
table cause: api_group text not null
table cause: drift_kind text not null
table cause: id text collate C not null
table cause: kind text not null
table cause: live json
table cause: path text not null
table cluster: known_until timestamp with time zone
table cluster: name text collate C not null
table cluster: not_checked json not null
table cluster: objects bigint not null
table cluster: since timestamp with time zone not null
table cluster: state text not null
table cluster: version text not null
table fight: ended_at timestamp with time zone
table fight: heat double precision not null
table fight: id text collate C not null
table fight: last timestamp with time zone not null
table fight: managers text[] not null
table fight: object bigint not null
table fight: pace text not null
table fight: path text not null
table fight: since timestamp with time zone not null
table fight: times integer not null
table finding: accept_reason text
table finding: accept_until timestamp with time zone
table finding: accepted_actor_class text
table finding: accepted_severity text
table finding: accepted_value_mark text
table finding: actor_class text not null
table finding: agreed_since timestamp with time zone
table finding: agreed_through text
table finding: assignee text
table finding: baseline boolean not null
table finding: cause text collate C not null
table finding: cluster text collate C not null
table finding: decision json
table finding: desired_mark text
table finding: drift json not null
table finding: drift_kind text not null
table finding: explained_by text
table finding: frozen_reason text
table finding: frozen_since timestamp with time zone
table finding: handled_at timestamp with time zone
table finding: handled_by text
table finding: handling text not null
table finding: id text collate C not null
table finding: key bigint not null generated always as identity
table finding: kind text collate C not null
table finding: last_confirmed timestamp with time zone not null
table finding: name text collate C not null
table finding: namespace text collate C not null
table finding: next_at timestamp with time zone
table finding: object bigint not null
table finding: onset_not_after timestamp with time zone not null
table finding: onset_not_before timestamp with time zone
table finding: owner text
table finding: regressions integer not null
table finding: replaced_uid text
table finding: replaced_version text
table finding: reverts json not null
table finding: severity text not null
table finding: sources text[] not null
table finding: standing text not null
table finding: standing_since timestamp with time zone not null
table finding: state text not null
table finding: urgency smallint generated: 
CASE severity
    WHEN 'critical'::text THEN 0
    WHEN 'high'::text THEN 1
    WHEN 'medium'::text THEN 2
    WHEN 'low'::text THEN 3
    ELSE 4
END
table finding: value_mark text
table finding: value_since timestamp with time zone not null
table finding: written_uid text
table finding: written_version text
table finding_decision: at timestamp with time zone not null
table finding_decision: decision json not null
table finding_decision: due text
table finding_decision: finding bigint not null
table finding_decision: reason text not null
table lease: cluster text collate C not null
table lease: epoch bigint not null
table lease: owner text
table lease: until timestamp with time zone
table manifest: body json not null
table manifest: hash text collate C not null
table migration: name character varying(255) not null
table migration: timestamp character varying(255) not null
table migration_lock: id character varying(255) not null
table migration_lock: is_locked integer not null default 0
table object: agreed_at timestamp with time zone
table object: agreed_manifest text collate C
table object: agreed_never text[]
table object: agreed_revision text
table object: api_group text collate C not null
table object: as_of timestamp with time zone
table object: cluster text collate C not null
table object: explained bigint
table object: key bigint not null generated always as identity
table object: kind text collate C not null
table object: name text collate C not null
table object: namespace text collate C not null
table object: owner text
table object: reason text
table object: resource_version text
table object: revisions json
table object: schema_hash text
table object: sources text[]
table object: uid text
table object: verdict text
table open_period: finding bigint not null
table open_period: flips integer not null
table open_period: from_at timestamp with time zone not null
table open_period: number integer not null
table open_period: resolution text
table open_period: to_at timestamp with time zone
table overwritten_fix: attribution json not null
table overwritten_fix: cluster text collate C not null
table overwritten_fix: finding_id text collate C not null
table overwritten_fix: id text collate C not null
table overwritten_fix: lived_ms bigint not null
table overwritten_fix: made_at timestamp with time zone not null
table overwritten_fix: object bigint not null
table overwritten_fix: path text not null
table overwritten_fix: restored json
table overwritten_fix: sensitive boolean not null
table overwritten_fix: times integer not null
table overwritten_fix: undone_at timestamp with time zone not null
table overwritten_fix: undone_by json not null
table overwritten_fix: value json
table person: name text collate C
table person: pseudonym text collate C not null
table setting: key text collate C not null
table setting: value json not null
table source: baseline_since timestamp with time zone
table source: cluster text collate C not null
table source: deployed_at timestamp with time zone
table source: deployed_revision text
table source: failing_code text
table source: failing_message text
table source: failing_since timestamp with time zone
table source: fetched_at timestamp with time zone
table source: held_message text
table source: held_reason text
table source: held_since timestamp with time zone
table source: name text collate C not null
table source: objects bigint not null
table source: owner text
table source: revision text not null
table undone: finding_id text collate C not null
table undone: last timestamp with time zone not null
table undone: mark_hash text collate C not null
table undone: object bigint not null
table undone: times integer not null
table undone: value_mark text
constraint activity.activity_actor_kind_known: CHECK ((actor_kind = ANY (ARRAY['person'::text, 'token'::text, 'system'::text])))
constraint activity.activity_pkey: PRIMARY KEY (sequence)
constraint activity.activity_subject_type_known: CHECK ((subject_type = ANY (ARRAY['finding'::text, 'object'::text, 'source'::text, 'cluster'::text, 'ledger'::text, 'rule'::text])))
constraint activity.activity_surface_known: CHECK ((surface = ANY (ARRAY['watch'::text, 'scan'::text, 'policy'::text, 'audit'::text, 'api'::text, 'cli'::text, 'config'::text, 'timer'::text, 'git'::text])))
constraint activity_checkpoint.activity_checkpoint_algorithm_known: CHECK ((algorithm = ANY (ARRAY['hmac-sha256'::text, 'ed25519'::text])))
constraint activity_checkpoint.activity_checkpoint_pkey: PRIMARY KEY (sequence)
constraint activity_checkpoint.activity_checkpoint_positive: CHECK ((sequence > 0))
constraint activity_head.activity_head_in_order: CHECK (((0 <= pruned_through) AND (pruned_through <= sequence)))
constraint activity_head.activity_head_pkey: PRIMARY KEY (id)
constraint activity_head.activity_head_single: CHECK (id)
constraint applied_change.applied_change_pkey: PRIMARY KEY (key)
constraint cause.cause_actor_class_known: CHECK ((actor_class = ANY (ARRAY['person'::text, 'deployer'::text, 'controller'::text, 'admission'::text, 'unknown'::text])))
constraint cause.cause_pkey: PRIMARY KEY (id)
constraint cluster.cluster_objects_counted: CHECK ((objects >= 0))
constraint cluster.cluster_pkey: PRIMARY KEY (name)
constraint cluster.cluster_state_known: CHECK ((state = ANY (ARRAY['starting'::text, 'live'::text, 'stale'::text, 'unreachable'::text])))
constraint fight.fight_heat_positive: CHECK ((heat >= (0)::double precision))
constraint fight.fight_object: FOREIGN KEY (object) REFERENCES object(key)
constraint fight.fight_pace_known: CHECK ((pace = ANY (ARRAY['fast'::text, 'slow'::text])))
constraint fight.fight_pkey: PRIMARY KEY (id)
constraint fight.fight_times_counted: CHECK ((times >= 0))
constraint finding.finding_accepted_severity_known: CHECK ((accepted_severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text])))
constraint finding.finding_accepted_until: CHECK ((((handling = 'accepted'::text) = (accept_until IS NOT NULL)) AND ((accept_until IS NULL) OR (accept_until > handled_at))))
constraint finding.finding_accepted_whole: CHECK ((((handling = 'accepted'::text) = ((accepted_actor_class IS NOT NULL) AND (accepted_severity IS NOT NULL))) AND ((handling = 'accepted'::text) OR (accepted_value_mark IS NULL))))
constraint finding.finding_accepted_with_reason: CHECK ((((handling = 'accepted'::text) = (accept_reason IS NOT NULL)) AND ((accept_reason IS NULL) OR (accept_reason ~ '\S'::text))))
constraint finding.finding_actor_class_known: CHECK ((actor_class = ANY (ARRAY['person'::text, 'deployer'::text, 'controller'::text, 'admission'::text, 'unknown'::text])))
constraint finding.finding_agreed_through_known: CHECK ((agreed_through = ANY (ARRAY['reverted'::text, 'backported'::text, 'git-changed'::text, 'object-gone'::text, 'explained'::text, 'source-removed'::text, 'schema-change'::text])))
constraint finding.finding_agreed_whole: CHECK ((num_nonnulls(agreed_since, agreed_through) = ANY (ARRAY[0, 2])))
constraint finding.finding_cause: FOREIGN KEY (cause) REFERENCES cause(id)
constraint finding.finding_drift_kind_known: CHECK ((drift_kind = ANY (ARRAY['modified'::text, 'added'::text, 'removed'::text, 'reordered'::text, 'missing'::text, 'ineffective'::text, 'contested'::text])))
constraint finding.finding_explained_by_rule: CHECK (((standing = 'explained'::text) OR (explained_by IS NULL)))
constraint finding.finding_frozen_whole: CHECK ((num_nonnulls(frozen_reason, frozen_since) = ANY (ARRAY[0, 2])))
constraint finding.finding_handled_by_somebody: CHECK (((handling = 'none'::text) = (handled_by IS NULL)))
constraint finding.finding_handled_whole: CHECK ((num_nonnulls(handled_by, handled_at) = ANY (ARRAY[0, 2])))
constraint finding.finding_handling_known: CHECK ((handling = ANY (ARRAY['none'::text, 'acknowledged'::text, 'accepted'::text])))
constraint finding.finding_id: UNIQUE (id)
constraint finding.finding_next_is_decided: CHECK (((decision IS NOT NULL) OR (next_at IS NULL)))
constraint finding.finding_object: FOREIGN KEY (object) REFERENCES object(key)
constraint finding.finding_onset_in_order: CHECK ((onset_not_before <= onset_not_after))
constraint finding.finding_pkey: PRIMARY KEY (key)
constraint finding.finding_regressions_counted: CHECK ((regressions >= 0))
constraint finding.finding_replaced_whole: CHECK (((num_nonnulls(replaced_uid, replaced_version) = ANY (ARRAY[0, 2])) AND ((written_uid IS NOT NULL) OR (replaced_uid IS NULL))))
constraint finding.finding_severity_known: CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text])))
constraint finding.finding_standing_known: CHECK ((standing = ANY (ARRAY['drift'::text, 'pending'::text, 'drift-and-pending'::text, 'explained'::text])))
constraint finding.finding_state_known: CHECK ((state = ANY (ARRAY['settling'::text, 'open'::text, 'resolved'::text])))
constraint finding.finding_written_whole: CHECK ((num_nonnulls(written_uid, written_version) = ANY (ARRAY[0, 2])))
constraint finding_decision.finding_decision_due_known: CHECK ((due = ANY (ARRAY['notify'::text, 'revert'::text, 'pull-request'::text, 'ticket'::text, 'escalate'::text])))
constraint finding_decision.finding_decision_finding: FOREIGN KEY (finding) REFERENCES finding(key)
constraint finding_decision.finding_decision_pkey: PRIMARY KEY (finding, at)
constraint lease.lease_epoch_counted: CHECK ((epoch > 0))
constraint lease.lease_held_whole: CHECK ((num_nonnulls(owner, until) = ANY (ARRAY[0, 2])))
constraint lease.lease_pkey: PRIMARY KEY (cluster)
constraint manifest.manifest_hash_form: CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
constraint manifest.manifest_pkey: PRIMARY KEY (hash)
constraint migration.migration_pkey: PRIMARY KEY (name)
constraint migration_lock.migration_lock_pkey: PRIMARY KEY (id)
constraint object.object_agreed_manifest: FOREIGN KEY (agreed_manifest) REFERENCES manifest(hash)
constraint object.object_agreed_whole: CHECK ((num_nonnulls(agreed_manifest, agreed_never, agreed_revision, agreed_at) = ANY (ARRAY[0, 4])))
constraint object.object_explained_counted: CHECK ((explained >= 0))
constraint object.object_pkey: PRIMARY KEY (key)
constraint object.object_reference: UNIQUE (cluster, api_group, kind, namespace, name)
constraint object.object_state_whole: CHECK ((num_nonnulls(verdict, as_of, revisions, sources, schema_hash, explained) = ANY (ARRAY[0, 6])))
constraint object.object_unknown_has_reason: CHECK (((verdict = 'unknown'::text) = (reason IS NOT NULL)))
constraint object.object_verdict_known: CHECK ((verdict = ANY (ARRAY['in-sync'::text, 'pending'::text, 'drifted'::text, 'unknown'::text])))
constraint object.object_version_whole: CHECK ((num_nonnulls(uid, resource_version) = ANY (ARRAY[0, 2])))
constraint open_period.open_period_ended_with_reason: CHECK (((to_at IS NULL) = (resolution IS NULL)))
constraint open_period.open_period_finding: FOREIGN KEY (finding) REFERENCES finding(key)
constraint open_period.open_period_flips_counted: CHECK ((flips >= 0))
constraint open_period.open_period_in_order: CHECK ((from_at <= to_at))
constraint open_period.open_period_no_overlap: EXCLUDE USING gist (int8range(finding, finding, '[]'::text) WITH &&, tstzrange(from_at, to_at) WITH &&)
constraint open_period.open_period_numbered: CHECK ((number >= 0))
constraint open_period.open_period_pkey: PRIMARY KEY (finding, number)
constraint open_period.open_period_resolution_known: CHECK ((resolution = ANY (ARRAY['reverted'::text, 'backported'::text, 'git-changed'::text, 'object-gone'::text, 'explained'::text, 'source-removed'::text, 'schema-change'::text])))
constraint overwritten_fix.overwritten_fix_keeps_secrets: CHECK (((NOT sensitive) OR ((value IS NULL) AND (restored IS NULL))))
constraint overwritten_fix.overwritten_fix_lived: CHECK ((lived_ms >= 0))
constraint overwritten_fix.overwritten_fix_object: FOREIGN KEY (object) REFERENCES object(key)
constraint overwritten_fix.overwritten_fix_pkey: PRIMARY KEY (id)
constraint overwritten_fix.overwritten_fix_times_counted: CHECK ((times > 0))
constraint person.person_name_unique: UNIQUE (name)
constraint person.person_pkey: PRIMARY KEY (pseudonym)
constraint setting.setting_pkey: PRIMARY KEY (key)
constraint source.source_deployed_whole: CHECK ((num_nonnulls(deployed_revision, deployed_at) = ANY (ARRAY[0, 2])))
constraint source.source_failing_whole: CHECK ((num_nonnulls(failing_since, failing_code, failing_message) = ANY (ARRAY[0, 3])))
constraint source.source_held_reason_known: CHECK ((held_reason = ANY (ARRAY['shrunk'::text, 'rewritten'::text, 'branch-gone'::text])))
constraint source.source_held_whole: CHECK ((num_nonnulls(held_since, held_reason, held_message) = ANY (ARRAY[0, 3])))
constraint source.source_objects_counted: CHECK ((objects >= 0))
constraint source.source_pkey: PRIMARY KEY (name)
constraint undone.undone_mark_hashed: CHECK (((value_mark IS NULL) = (mark_hash = ''::text)))
constraint undone.undone_object: FOREIGN KEY (object) REFERENCES object(key)
constraint undone.undone_pkey: PRIMARY KEY (finding_id, mark_hash)
constraint undone.undone_times_counted: CHECK ((times > 0))
index: CREATE INDEX activity_by_kind ON public.activity USING btree (kind, sequence)
index: CREATE INDEX activity_by_subject ON public.activity USING btree (subject_id, sequence)
index: CREATE INDEX fight_by_object ON public.fight USING btree (object)
index: CREATE INDEX fight_newest ON public.fight USING btree (last, id)
index: CREATE INDEX finding_agreeing ON public.finding USING btree (cluster, agreed_since) WHERE (agreed_since IS NOT NULL)
index: CREATE INDEX finding_by_cause ON public.finding USING btree (cause, urgency, onset_not_after, key)
index: CREATE INDEX finding_by_object ON public.finding USING btree (object)
index: CREATE INDEX finding_by_owner ON public.finding USING btree (owner, urgency, onset_not_after, key) WHERE (owner IS NOT NULL)
index: CREATE INDEX finding_by_source ON public.finding USING gin (sources)
index: CREATE INDEX finding_due ON public.finding USING btree (cluster, next_at) WHERE ((state <> 'resolved'::text) AND (next_at IS NOT NULL))
index: CREATE INDEX finding_explained ON public.finding USING btree (explained_by, object, onset_not_after) WHERE (explained_by IS NOT NULL)
index: CREATE INDEX finding_in_namespace ON public.finding USING btree (namespace, urgency, onset_not_after, key) INCLUDE (state, standing, handling, actor_class, kind, cluster, owner)
index: CREATE INDEX finding_newest ON public.finding USING btree (onset_not_after, key) INCLUDE (urgency, state, standing, handling, actor_class, kind, cluster, namespace, owner)
index: CREATE INDEX finding_place ON public.finding USING btree (namespace, cluster, kind, name)
index: CREATE INDEX finding_unresolved ON public.finding USING btree (urgency, onset_not_after, key) INCLUDE (state, standing, handling, actor_class, kind, cluster, namespace, owner) WHERE (state <> 'resolved'::text)
index: CREATE INDEX finding_unresolved_cause ON public.finding USING btree (cause, cluster, urgency, onset_not_after, object) WHERE ((state <> 'resolved'::text) AND (standing <> 'explained'::text))
index: CREATE INDEX finding_unresolved_in_cluster ON public.finding USING btree (cluster, urgency, onset_not_after, key) INCLUDE (state, standing, handling, actor_class, kind, namespace, owner) WHERE (state <> 'resolved'::text)
index: CREATE INDEX finding_urgency ON public.finding USING btree (urgency, onset_not_after, key) INCLUDE (state, standing, handling, actor_class, kind, cluster, namespace, owner)
index: CREATE INDEX finding_written ON public.finding USING btree (cluster, written_uid, written_version) WHERE (written_uid IS NOT NULL)
index: CREATE INDEX object_agreed ON public.object USING btree (agreed_manifest) WHERE (agreed_manifest IS NOT NULL)
index: CREATE INDEX object_by_source ON public.object USING gin (sources)
index: CREATE INDEX object_unsettled ON public.object USING btree (cluster, api_group, kind, namespace, name) INCLUDE (verdict) WHERE (verdict <> 'in-sync'::text)
index: CREATE INDEX open_period_no_overlap ON public.open_period USING gist (int8range(finding, finding, '[]'::text), tstzrange(from_at, to_at))
index: CREATE INDEX overwritten_fix_by_finding ON public.overwritten_fix USING btree (finding_id, undone_at)
index: CREATE INDEX overwritten_fix_by_object ON public.overwritten_fix USING btree (object)
index: CREATE INDEX overwritten_fix_newest ON public.overwritten_fix USING btree (undone_at, id)
index: CREATE INDEX overwritten_fix_newest_in_cluster ON public.overwritten_fix USING btree (cluster, undone_at, id)
index: CREATE INDEX undone_by_object ON public.undone USING btree (object)
index: CREATE UNIQUE INDEX activity_checkpoint_pkey ON public.activity_checkpoint USING btree (sequence)
index: CREATE UNIQUE INDEX activity_head_pkey ON public.activity_head USING btree (id)
index: CREATE UNIQUE INDEX activity_pkey ON public.activity USING btree (sequence)
index: CREATE UNIQUE INDEX applied_change_pkey ON public.applied_change USING btree (key)
index: CREATE UNIQUE INDEX cause_pkey ON public.cause USING btree (id)
index: CREATE UNIQUE INDEX cluster_pkey ON public.cluster USING btree (name)
index: CREATE UNIQUE INDEX fight_pkey ON public.fight USING btree (id)
index: CREATE UNIQUE INDEX finding_decision_pkey ON public.finding_decision USING btree (finding, at)
index: CREATE UNIQUE INDEX finding_id ON public.finding USING btree (id)
index: CREATE UNIQUE INDEX finding_pkey ON public.finding USING btree (key)
index: CREATE UNIQUE INDEX lease_pkey ON public.lease USING btree (cluster)
index: CREATE UNIQUE INDEX manifest_pkey ON public.manifest USING btree (hash)
index: CREATE UNIQUE INDEX migration_lock_pkey ON public.migration_lock USING btree (id)
index: CREATE UNIQUE INDEX migration_pkey ON public.migration USING btree (name)
index: CREATE UNIQUE INDEX object_pkey ON public.object USING btree (key)
index: CREATE UNIQUE INDEX object_reference ON public.object USING btree (cluster, api_group, kind, namespace, name)
index: CREATE UNIQUE INDEX open_period_one_unresolved ON public.open_period USING btree (finding) WHERE (to_at IS NULL)
index: CREATE UNIQUE INDEX open_period_pkey ON public.open_period USING btree (finding, number)
index: CREATE UNIQUE INDEX overwritten_fix_pkey ON public.overwritten_fix USING btree (id)
index: CREATE UNIQUE INDEX person_name_unique ON public.person USING btree (name)
index: CREATE UNIQUE INDEX person_pkey ON public.person USING btree (pseudonym)
index: CREATE UNIQUE INDEX setting_pkey ON public.setting USING btree (key)
index: CREATE UNIQUE INDEX source_pkey ON public.source USING btree (name)
index: CREATE UNIQUE INDEX undone_pkey ON public.undone USING btree (finding_id, mark_hash)
trigger: CREATE TRIGGER activity_goes_on AFTER INSERT ON public.activity REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION activity_goes_on()
trigger: CREATE TRIGGER activity_is_not_emptied BEFORE TRUNCATE ON public.activity FOR EACH STATEMENT EXECUTE FUNCTION activity_stays()
trigger: CREATE TRIGGER activity_is_vouched_for BEFORE UPDATE ON public.activity_head FOR EACH ROW WHEN ((new.pruned_through <> old.pruned_through)) EXECUTE FUNCTION activity_is_vouched_for()
trigger: CREATE TRIGGER activity_stays BEFORE DELETE OR UPDATE ON public.activity FOR EACH ROW EXECUTE FUNCTION activity_stays()
function activity_goes_on: 
  declare
    head activity_head%rowtype;
    stray bigint;
  begin
    select * into strict head from activity_head for update;
    select linked.sequence into stray
    from (
      select added.sequence, added.previous,
        lag(added.sequence, 1, head.sequence) over in_order as last_sequence,
        lag(added.hash, 1, head.hash) over in_order as last_hash
      from added window in_order as (order by added.sequence)
    ) linked
    where linked.sequence <> linked.last_sequence + 1 or linked.previous <> linked.last_hash
    order by linked.sequence limit 1;
    if stray is not null then
      raise exception 'activity % does not go on from the entry before it', stray
        using errcode = 'integrity_constraint_violation', constraint = 'activity_goes_on';
    end if;
    update activity_head set sequence = newest.sequence, hash = newest.hash
    from (select added.sequence, added.hash from added order by added.sequence desc limit 1) newest;
    return null;
  end
  
function activity_is_vouched_for: 
  begin
    if new.pruned_through > 0 and not exists (
      select from activity_checkpoint vouched
      where vouched.sequence = new.pruned_through and vouched.hash = new.pruned_hash
    ) then
      raise exception 'no checkpoint vouches for activity %', new.pruned_through
        using errcode = 'integrity_constraint_violation', constraint = 'activity_is_vouched_for';
    end if;
    return new;
  end
  
function activity_stays: 
  begin
    if tg_op = 'DELETE' and old.sequence <= (select pruned_through from activity_head) then
      return old;
    end if;
    raise exception 'activity is append-only'
      using errcode = 'integrity_constraint_violation', constraint = 'activity_stays';
  end
  
