import { type CodeOutcome, type CodePart, MAX_CODES, type NewCodes } from '../../../contract/activation/schema.ts';
import type { AssignmentState } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { ActivationContext } from './context.ts';
import { makeCode } from './staffCodes.ts';

/** Number of codes in one part of the stream. The hash of a code takes some time. */
const PART = 10;
/** Number of assignments whose state is read at once. */
const LOOKED_UP = 500;

const waitingStates: readonly AssignmentState[] = ['pending', 'failed'];

type Target = Pick<CodeOutcome, 'user'> & { readonly refused: Failure | null };

/**
 * Creates one code for each user of some assignments, one after the other. Never throws because of one user.
 * SECURITY: each code is an entry of the activity log, as a single one is. Only the stream contains the codes.
 * @throws KeydeskError list-too-long
 */
export async function* makeCodes(
  context: ActivationContext,
  { which, hours }: NewCodes,
  signal: AbortSignal | undefined,
): AsyncGenerator<CodePart> {
  const targets = await targetsOf(context, which);
  const count = targets.length;
  if (count > MAX_CODES) throw new KeydeskError('list-too-long', { what: 'codes', most: MAX_CODES, count });
  yield { codes: [], done: 0, total: targets.length };
  const isOver = () => signal?.aborted === true;
  for (let from = 0; from < targets.length && !isOver(); from += PART) {
    const codes: CodeOutcome[] = [];
    for (const target of targets.slice(from, from + PART)) {
      if (!isOver()) codes.push(await outcomeOf(context, target, hours));
    }
    yield { codes, done: from + codes.length, total: targets.length };
  }
}

/** Returns each user once: a second code would withdraw the first one. */
async function targetsOf({ scope }: ActivationContext, which: NewCodes['which']): Promise<Target[]> {
  const chosen = await scope.assignments.chosen(which);
  const states = new Map<string, AssignmentState>();
  for (let from = 0; from < chosen.length; from += LOOKED_UP) {
    const ids = chosen.slice(from, from + LOOKED_UP).map(({ id }) => id);
    for (const { id, state } of await scope.assignments.byIds(ids)) states.set(id, state);
  }
  const targets = new Map<string, Target>();
  for (const { id, user } of chosen) {
    const state = states.get(id);
    const key = user?.id ?? id;
    if (user === null || state === undefined) {
      targets.set(key, { user, refused: { code: 'assignment-not-found', params: { id } } });
    } else if (waitingStates.includes(state)) targets.set(key, { user, refused: null });
    else if (!targets.has(key)) targets.set(key, { user, refused: { code: 'assignment-changed', params: { state } } });
  }
  return [...targets.values()];
}

async function outcomeOf(
  context: ActivationContext,
  { user, refused }: Target,
  hours: number | undefined,
): Promise<CodeOutcome> {
  const none = (failure: Failure): CodeOutcome => ({ user, code: null, expiresAt: null, failure });
  if (user === null || refused !== null) return none(refused ?? { code: 'internal', params: {} });
  try {
    const made = await makeCode(context, user.id, hours);
    return { user: made.user, code: made.code, expiresAt: made.expiresAt, failure: null };
  } catch (error) {
    return none(toFailure(error));
  }
}
