import { hostname } from 'node:os';
import type {
  ActivationCode,
  ActivationEvent,
  ActivationState,
  MadeCode,
  PinAnswer,
  PinTask,
  ProvenUser,
  UserSignInEvent,
} from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { actingAs, stationItself, stationUser } from '../../base/actor.ts';
import { answerTo, type Question } from '../../base/question.ts';
import type { Store } from '../../base/store/database.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Instance } from '../../base/store/instance.ts';
import { type Channel, telling } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { type BoundTenant, idOf } from '../../services/tenant/boundTenant.ts';
import { type Directory, refuseUser } from '../directory/directory.ts';
import { type ActivateParts, activate } from './activate.ts';
import { type Codes, openCodes } from './codes.ts';
import { forUser } from './forUser.ts';
import type { ProvenIdentity } from './idToken.ts';
import { takePermit } from './permit.ts';
import { openActivationRecords } from './records.ts';
import { openSignInTimes } from './signInTimes.ts';
import { LIFETIME, type OpenSitting, type Sitting, Sittings } from './sittings.ts';
import { type StayedKeys, watchStayedKeys } from './stayedKeys.ts';
import { signInUser, type UserSignInOptions, type UserSignInParts } from './userSignIn.ts';

/** Users of one tenant prove who they are, and activate their own key. */
export interface Activation {
  state(): Promise<ActivationState>;
  /** Lets a user sign in in a browser window of its own. */
  signIn(language: string | undefined, signal?: AbortSignal): Channel<UserSignInEvent>;
  /** @throws KeydeskError activation-code-wrong, activation-code-used, activation-throttled, user-… */
  enterCode(user: string, code: string): Promise<ProvenUser>;
  /** Ends with exactly one `done` or `failed`; leaving the stream cancels. */
  run(sitting: string, signal?: AbortSignal): Channel<ActivationEvent>;
  /** @throws KeydeskError activation-sitting-over, invalid-input where no PIN is asked for */
  answerPin(answer: PinAnswer): void;
  /**
   * Lets somebody sign in as users do, and forgets who it was; only whether that can work is remembered.
   * @throws KeydeskError as signInUser
   */
  trySignIn(signal?: AbortSignal): Promise<void>;
  /** Whether the sign-in of users tells when they signed in; null where that is not known. */
  signInTold(): Promise<boolean | null>;
  /** Forgets who has proven themselves. */
  leave(sitting: string): void;
  makeCode(user: string, hours: number | undefined): Promise<MadeCode>;
  codes(): Promise<ActivationCode[]>;
  withdrawCode(id: string): Promise<ActivationCode>;
}

/** The activations at this computer, of all tenants. */
export interface ActivationStation {
  /** Those of one tenant. A sitting stays in the tenant in which it began. */
  of(desk: ActivationDesk): Activation;
  /** Ends what runs; the browser windows of sign-ins are closed. */
  close(): Promise<void>;
}

/** One tenant, and what activations in it need. */
export interface ActivationDesk
  extends Pick<ActivateParts, 'newPinRule' | 'inventory' | 'policies' | 'workflows' | 'enroll'> {
  readonly tenant: Pick<BoundTenant, 'id' | 'name' | 'saved'>;
  readonly activity: Activity;
  readonly directory: Pick<Directory, 'get' | 'recent'>;
}

export interface ActivationParts extends Pick<ActivateParts, 'keys' | 'keyHost'> {
  store: Store;
  time: DeskTime;
  instance: Instance;
  userSignIn: UserSignInParts;
  /** Calls the listener with the id of a key that staff reset or gave another PIN. Returns the function that ends listening. */
  onOtherPin(listener: (keyId: string) => void): () => void;
  locked: boolean;
}

/** Three days: over a weekend. */
const HOURS = 72;

export function createActivation(parts: ActivationParts): ActivationStation {
  const { store } = parts;
  const station = hostname();
  const closing = new AbortController();
  const signingIn = new Set<Promise<unknown>>();
  const shared: Shared = {
    parts,
    station,
    codes: openCodes({ ...parts, database: store.database, station }),
    sittings: new Sittings<ActivationDesk>(parts.time),
    times: openSignInTimes(store),
    stayed: watchStayedKeys(parts.keyHost, parts.onOtherPin),
    closing: closing.signal,
    signingIn,
    running: new Map(),
  };
  return {
    of: desk => activationOf(desk, shared),
    close: async () => {
      closing.abort();
      shared.stayed.close();
      await Promise.allSettled(signingIn);
    },
  };
}

/** What the activations of all tenants share. */
interface Shared {
  readonly parts: ActivationParts;
  /** The name of this computer. */
  readonly station: string;
  readonly codes: Codes;
  readonly sittings: Sittings<ActivationDesk>;
  readonly times: ReturnType<typeof openSignInTimes>;
  readonly stayed: StayedKeys;
  /** Aborts when Keydesk ends. */
  readonly closing: AbortSignal;
  readonly signingIn: Set<Promise<unknown>>;
  readonly running: Map<string, Question<Omit<PinAnswer, 'sitting'>>>;
}

function activateParts(desk: ActivationDesk, { parts, station, stayed }: Shared): ActivateParts {
  const { keys, keyHost, store } = parts;
  const { database } = store;
  const records = openActivationRecords({ database, activity: desk.activity });
  return {
    ...desk,
    keys,
    keyHost,
    station,
    database,
    records,
    stayed,
    get tenant() {
      return idOf(desk.tenant);
    },
  };
}

function activationOf(desk: ActivationDesk, shared: Shared): Activation {
  const { parts, station, codes, sittings, times, closing, signingIn, running } = shared;
  const { activity, directory } = desk;
  const tenant = () => idOf(desk.tenant);
  /** A fixed token and practice mode have no sign-in; neither has a computer without a browser that keeps users apart. */
  const signInConnection = () => {
    const connection = desk.tenant.saved;
    if (connection === null || connection.signIn === 'token' || connection.clientId === '') return null;
    return parts.userSignIn.browser === undefined ? null : connection;
  };
  /** The user has not canceled what ends because Keydesk does. */
  const failureOf = (error: unknown) =>
    forUser(closing.aborted && hasCode(error, 'cancelled') ? new KeydeskError('keydesk-ended') : error);
  const begin = (sitting: Sitting): ProvenUser => {
    const { displayName, userPrincipalName } = sitting.user;
    return { sitting: sittings.begin(sitting, desk), displayName, userPrincipalName, secondsLeft: LIFETIME / 1000 };
  };
  const checked = async (idOrUpn: string) => {
    const user = await directory.get(idOrUpn);
    refuseUser(user);
    return user;
  };

  const prove = async (options: UserSignInOptions): Promise<ProvenIdentity> => {
    const connection = signInConnection();
    if (connection === null) throw new KeydeskError('activation-sign-in-unavailable');
    const signal = AbortSignal.any([options.signal, closing]);
    const signedIn = signInUser(connection, parts.userSignIn, { ...options, signal });
    const settled = signedIn.then(
      () => times.note(connection, true),
      error => (hasCode(error, 'activation-sign-in-untimed') ? times.note(connection, false) : undefined),
    );
    signingIn.add(settled);
    await settled.finally(() => signingIn.delete(settled));
    return signedIn;
  };

  /** One run in a sitting, whose failure is recorded: its user sees less of it than the helpdesk must know. */
  const runFor = async (
    sitting: OpenSitting<ActivationDesk>,
    entry: Question<Omit<PinAnswer, 'sitting'>>,
    tell: (event: ActivationEvent) => void,
    signal: AbortSignal,
  ) => {
    const noteRefused = (error: unknown) => {
      const { user, proof } = sitting;
      const facts = { station, proof };
      sitting.desk.activity.record({
        kind: 'activation-failed',
        result: 'failed',
        user,
        facts,
        cause: toFailure(error),
      });
    };
    try {
      const permit = await takePermit(codes, sittings, sitting);
      try {
        const askPin = (task: PinTask, until: AbortSignal) => {
          const { refused } = task;
          tell({ type: 'pin-wanted', task: refused === undefined ? task : { ...task, refused: forUser(refused) } });
          return answerTo(entry, until);
        };
        return await activate(activateParts(sitting.desk, shared), sitting, {
          signal,
          permit,
          tell,
          askPin,
          noteRefused,
        });
      } finally {
        await permit.release();
      }
    } catch (error) {
      if (!signal.aborted) noteRefused(error);
      throw error;
    }
  };

  return {
    state: async () => {
      const connection = signInConnection();
      // A station that does not know yet offers it: the sign-in itself is strict.
      const signIn = connection !== null && (await times.told(connection)) !== false;
      return { locked: parts.locked, tenant: desk.tenant.name, signIn };
    },
    signIn: (language, signal) =>
      telling<UserSignInEvent>(
        signal,
        async (tell, aborted) => {
          const opened = () => tell({ kind: 'browser-opened' });
          const { id } = await prove({ language, opened, signal: aborted });
          return { kind: 'done', user: begin({ user: await checked(id), proof: 'sign-in', codeId: null }) };
        },
        error => ({ kind: 'failed', failure: failureOf(error) }),
      ),
    enterCode: async (user, code) => {
      try {
        const proven = await codes.check(tenant(), user, code);
        return begin({ user: await checked(proven.user.id), proof: 'code', codeId: proven.id });
      } catch (error) {
        if (hasCode(error, 'activation-code-wrong')) {
          actingAs(stationItself(station), () => {
            const cause = toFailure(error);
            const about = { user: { userPrincipalName: user }, facts: { station } };
            activity.record({ kind: 'activation-code-refused', result: 'failed', ...about, cause });
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
            const done = await actingAs(stationUser(sitting.user.userPrincipalName, station), () =>
              runFor(sitting, entry, tell, aborted),
            );
            sittings.end(handle);
            return done;
          } finally {
            running.delete(handle);
          }
        },
        error => ({ type: 'failed', failure: failureOf(error) }),
      ),
    answerPin: ({ sitting, ...answer }) => {
      sittings.get(sitting);
      const entry = running.get(sitting);
      if (entry === undefined) throw new KeydeskError('invalid-input', { detail: 'no-pin-asked' });
      // The key may leave while the answer is on its way: then the question has ended, and the next one comes by itself.
      entry.answer?.(answer);
    },
    trySignIn: async (signal = new AbortController().signal) => {
      await prove({ language: undefined, opened: () => undefined, signal });
    },
    signInTold: async () => {
      const connection = signInConnection();
      return connection === null ? null : times.told(connection);
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
