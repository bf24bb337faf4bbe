import { hostname } from 'node:os';
import type {
  ActivationCode,
  ActivationEvent,
  ActivationState,
  MadeCode,
  PinAnswer,
  ProvenUser,
  UserSignInEvent,
} from '../../contract/activation.ts';
import type { ConnectionSettings } from '../../contract/connections.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { hasCode, toFailure } from '../../contract/failure.ts';
import type { Activity } from '../activity/activity.ts';
import { type Directory, refuseUser } from '../directory/directory.ts';
import { answerTo, type Question } from '../question.ts';
import type { Store } from '../store/database.ts';
import { type Channel, telling } from '../stream.ts';
import { type ActivateParts, activate } from './activate.ts';
import { openCodes } from './codes.ts';
import { openActivationRecords } from './records.ts';
import { type Sitting, Sittings } from './sittings.ts';
import { Throttle } from './throttle.ts';
import { signInUser, type UserSignInParts } from './userSignIn.ts';

/** Users prove who they are, and activate their own key. */
export interface Activation {
  state(): ActivationState;
  /** Lets a user sign in in the system's browser. */
  signIn(signal?: AbortSignal): Channel<UserSignInEvent>;
  /** @throws KeydeskError activation-code-…, activation-throttled, user-… */
  enterCode(user: string, code: string): Promise<ProvenUser>;
  /** Ends with exactly one `done` or `failed`; leaving the stream cancels. */
  run(sitting: string, signal?: AbortSignal): Channel<ActivationEvent>;
  /** @throws KeydeskError activation-sitting-over, invalid-input where no PIN is asked for */
  answerPin(answer: PinAnswer): void;
  /** Forgets who has proven themselves. */
  leave(sitting: string): void;
  makeCode(user: string, hours: number | undefined): Promise<MadeCode>;
  codes(): Promise<ActivationCode[]>;
  withdrawCode(id: string): Promise<ActivationCode>;
}

export interface ActivationParts extends Omit<ActivateParts, 'records' | 'station' | 'tenant' | 'directory'> {
  store: Store;
  activity: Activity;
  directory: Pick<Directory, 'get' | 'recent'>;
  tenant: () => string | null;
  tenantName: () => string | null;
  /** The connection that users sign in by; null where it is none that a person could. */
  connection: () => ConnectionSettings | null;
  userSignIn: UserSignInParts;
  locked: boolean;
}

/** Three days: over a weekend. */
const HOURS = 72;

export function createActivation(parts: ActivationParts): Activation {
  const { store, activity, directory } = parts;
  const codes = openCodes(store);
  const sittings = new Sittings();
  const throttle = new Throttle();
  const running = new Map<string, Question<Omit<PinAnswer, 'sitting'>>>();
  const tenant = () => {
    const name = parts.tenant();
    if (name === null) throw new KeydeskError('not-connected');
    return name;
  };
  const activateParts: ActivateParts = {
    ...parts,
    tenant,
    station: hostname(),
    records: openActivationRecords({ database: store.database, activity }),
  };
  /** Signing in is the way of whoever has an account of the tenant; a fixed token and a simulator have no sign-in. */
  const signInConnection = () => {
    const connection = parts.connection();
    return connection === null || connection.signIn === 'token' || connection.clientId === '' ? null : connection;
  };
  const begin = (sitting: Sitting): ProvenUser => {
    const { displayName, userPrincipalName } = sitting.user;
    return { sitting: sittings.begin(sitting), displayName, userPrincipalName };
  };
  const checked = async (idOrUpn: string) => {
    const user = await directory.get(idOrUpn);
    refuseUser(user);
    return user;
  };

  return {
    state: () => ({ locked: parts.locked, tenant: parts.tenantName(), signIn: signInConnection() !== null }),
    signIn: signal =>
      telling<UserSignInEvent>(
        signal,
        async (tell, aborted) => {
          const connection = signInConnection();
          if (connection === null) throw new KeydeskError('activation-sign-in-unavailable');
          const opened = () => tell({ kind: 'browser-opened' });
          const { id } = await signInUser(connection, parts.userSignIn, opened, aborted);
          return { kind: 'done', user: begin({ user: await checked(id), proof: 'sign-in', codeId: null }) };
        },
        error => ({ kind: 'failed', failure: toFailure(error) }),
      ),
    enterCode: async (user, code) => {
      throttle.check();
      try {
        const proven = await codes.check(tenant(), user, code);
        return begin({ user: await checked(proven.user.id), proof: 'code', codeId: proven.id });
      } catch (error) {
        if (hasCode(error, 'activation-code-wrong', 'activation-code-blocked')) {
          throttle.failed();
          const cause = toFailure(error);
          activity.record({
            kind: 'activation-code-refused',
            result: 'failed',
            user: { userPrincipalName: user },
            cause,
          });
        }
        throw error;
      }
    },
    run: (handle, signal) =>
      telling<ActivationEvent>(
        signal,
        async (tell, aborted) => {
          const sitting = sittings.get(handle);
          if (running.has(handle)) throw new KeydeskError('activation-running');
          const entry: Question<Omit<PinAnswer, 'sitting'>> = { answer: undefined };
          running.set(handle, entry);
          try {
            const done = await activate(activateParts, sitting, {
              signal: aborted,
              tell,
              askPin: task => {
                tell({ type: 'pin-wanted', task });
                return answerTo(entry, aborted);
              },
            });
            sittings.end(handle);
            return done;
          } finally {
            running.delete(handle);
          }
        },
        error => ({ type: 'failed', failure: toFailure(error) }),
      ),
    answerPin: ({ sitting, ...answer }) => {
      const entry = running.get(sitting);
      if (entry?.answer === undefined) throw new KeydeskError('invalid-input', { detail: 'no PIN is asked for' });
      entry.answer(answer);
    },
    leave: handle => sittings.end(handle),
    makeCode: (user, hours = HOURS) =>
      activity.during('activation-code-made', async subject => {
        subject.user = { userPrincipalName: user };
        const found = await checked(user);
        subject.user = found;
        const made = await codes.make(tenant(), found, hours);
        subject.facts = { codeId: made.id, expiresAt: made.expiresAt };
        return made;
      }),
    codes: () => codes.list(tenant()),
    withdrawCode: id =>
      activity.during('activation-code-withdrawn', async subject => {
        subject.facts = { codeId: id };
        const code = await codes.withdraw(tenant(), id);
        subject.user = code.user;
        return code;
      }),
  };
}
