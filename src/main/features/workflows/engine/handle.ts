import type { DatabaseSync } from 'node:sqlite';
import type { SkipReason, WorkflowTrigger } from '../../../../contract/workflows/schema.ts';
import { stationUser } from '../../../base/actor.ts';
import { isLastingTrouble } from '../../directory/trouble.ts';
import { nextTry } from './backOff.ts';
import { decide } from './decide.ts';
import type { Matcher, WorkflowVersion } from './matcher.ts';
import type { Occasion, Outcome } from './occasion.ts';
import type { DirectoryTenant, People, Person } from './people.ts';
import type { Rows } from './rows.ts';

export interface EventRow {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly tenant: string;
  readonly user_id: string;
  readonly user_principal_name: string;
  readonly data: string;
}

export interface HandlerParts {
  readonly db: DatabaseSync;
  readonly people: People | undefined;
  readonly matcher: Matcher;
  readonly rows: Rows;
  /** The time of shared rows, in ms since the epoch. */
  readonly now: () => number;
}

const triggers: Readonly<Record<string, WorkflowTrigger>> = {
  'user.imported': 'user-imported',
  'security-key.activated': 'security-key-activated',
};

/** The reasons of a run whose assignment ended. A run whose passkey was registered keeps its state and only gets the reason. */
const ends: Readonly<Record<string, SkipReason>> = {
  'passkey.cancelled': 'assignment-cancelled',
  'passkey.expired': 'assignment-expired',
  'passkey.revoked': 'passkey-revoked',
};

/** Returns the function that handles one event within the step's transaction. */
export function eventHandler(parts: HandlerParts): (event: EventRow) => void {
  const { db, matcher, rows, now } = parts;
  const isoNow = () => new Date(now()).toISOString();
  const registered = db.prepare(
    `UPDATE workflow_run SET state = 'registered', failure = NULL, next_at = NULL, updated_at = ? WHERE assignment_id = ?`,
  );
  const ofAssignment = db.prepare(
    `SELECT n, attempts FROM workflow_run WHERE assignment_id = ? AND state IN ('assigned', 'retrying')`,
  );
  const ended = db.prepare(
    `UPDATE workflow_run SET state = CASE state WHEN 'registered' THEN state ELSE 'skipped' END, reason = ?, failure = NULL,
       next_at = NULL, updated_at = ? WHERE assignment_id = ?`,
  );
  const failed = db.prepare(
    `UPDATE workflow_run SET state = ?, failure = ?, attempts = ?, next_at = ?, updated_at = ? WHERE n = ?`,
  );

  const setOff = (event: EventRow, trigger: WorkflowTrigger) => {
    const workflows = matcher.enabled(event.tenant, trigger).filter(({ since }) => since < event.seq);
    if (workflows.length === 0) return;
    const known = lookUp(parts, event, workflows);
    const occasion = { ...occasionOf(event, known?.person), ...activatedBy(event) };
    if (known === undefined) {
      for (const workflow of workflows) rows.run(workflow, occasion, ofStranger(workflow, occasion, parts));
      return;
    }
    let older: WorkflowVersion | undefined;
    for (const workflow of known.matching) {
      rows.run(workflow, occasion, outcomeOf(workflow, older, known.person, rows));
      older ??= workflow;
    }
  };

  return event => {
    const trigger = triggers[event.type];
    if (trigger !== undefined) return setOff(event, trigger);
    const end = ends[event.type];
    if (end === undefined && event.type !== 'passkey.registered' && event.type !== 'passkey.failed') return;
    const { assignmentId = null, code = 'internal' } = JSON.parse(event.data);
    if (assignmentId === null) return;
    if (end !== undefined) {
      ended.run(end, isoNow(), assignmentId);
      return;
    }
    if (event.type === 'passkey.registered') {
      registered.run(isoNow(), assignmentId);
      return;
    }
    for (const { n, attempts } of ofAssignment.all(assignmentId)) {
      const count = Number(attempts) + 1;
      const at = nextTry(count, now());
      const failure = JSON.stringify({ code, params: {} });
      failed.run(at === null ? 'attention' : 'retrying', failure, count, at, isoNow(), Number(n));
    }
  };
}

interface KnownPerson {
  readonly tenant: DirectoryTenant;
  readonly person: Person;
  /** The workflows that match the user. */
  readonly matching: readonly WorkflowVersion[];
}

/**
 * Returns the user of an event from the imported directory; undefined if the user was not imported. An activation does not need the
 * directory: if it cannot be read, the user counts as unknown.
 */
function lookUp(
  { people, matcher }: HandlerParts,
  event: EventRow,
  workflows: readonly WorkflowVersion[],
): KnownPerson | undefined {
  try {
    const tenant = people?.tenant(event.tenant);
    const person = tenant === undefined ? undefined : people?.find(tenant, event.user_id);
    if (tenant === undefined || person === undefined) return undefined;
    return { tenant, person, matching: workflows.filter(workflow => matcher.matches(workflow, tenant, person)) };
  } catch (error) {
    if (event.type !== 'security-key.activated' || !isLastingTrouble(error)) throw error;
    return undefined;
  }
}

/** Returns what a matching workflow does for a user. If an older workflow matches too, only the older one acts. */
export function outcomeOf(
  workflow: WorkflowVersion,
  older: WorkflowVersion | undefined,
  person: Person,
  rows: Rows,
): Outcome {
  if (older !== undefined) return { skip: 'older-workflow', olderN: older.n };
  return decide(person, rows.live(workflow.tenant, person.id), workflow);
}

/**
 * Returns the outcome for a user who was not imported. An activated key proves that the user exists, and everything else is checked when
 * the passkey is created. Only the user's groups are unknown.
 */
function ofStranger(
  workflow: WorkflowVersion,
  { user }: Occasion,
  { rows, now }: Pick<HandlerParts, 'rows' | 'now'>,
): Outcome {
  if (workflow.trigger === 'security-key-activated' && workflow.group === null) {
    const unknown = { enabled: true, guest: false, left: false, passkeys: null };
    return decide(unknown, rows.live(workflow.tenant, user.id), workflow);
  }
  return strange(user.upn, 1, now());
}

/** Returns the outcome for a user who cannot be looked up, after a number of attempts. */
export function strange(user: string, attempts: number, now: number): Outcome {
  return { failure: { code: 'workflow-user-unknown', params: { user } }, nextAt: nextTry(attempts, now) };
}

/**
 * Returns the actor of an event. SECURITY: the results of a user's activation are recorded as that user's action, not as an action of the
 * account that is signed in.
 */
function activatedBy({ type, user_principal_name, data }: EventRow): Pick<Occasion, 'by'> {
  if (type !== 'security-key.activated') return {};
  const { station } = JSON.parse(data) as { station?: string };
  return station === undefined ? {} : { by: stationUser(user_principal_name, station) };
}

export function occasionOf(
  { id, user_id, user_principal_name }: Pick<EventRow, 'id' | 'user_id' | 'user_principal_name'>,
  person: Person | undefined,
): Occasion {
  const user = person ?? { id: user_id, upn: user_principal_name, displayName: user_principal_name };
  return { id, user: { id: user.id, upn: user.upn, displayName: user.displayName } };
}
