import { setImmediate } from 'node:timers/promises';
import type { EnrollmentFailure, EnrollmentRequest, EnrollmentResult } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { toFailure } from '../../contract/failure.ts';
import { permissions, type TokenRequest } from '../../ctap/ctap2/clientPin.ts';
import type { CreationOptions } from '../graph/creationOptions.ts';
import type { Fido2Method } from '../graph/fido2Methods.ts';
import { toKeydeskError } from '../keys/keyErrors.ts';
import type { OpenKey } from '../keys/keys.ts';
import { cleanUp } from './cleanUp.ts';
import { type Conductor, StepClock } from './conductor.ts';
import { type CreationRequest, creationRequest, type MadeCredential, makeOnKey, mayCreate } from './create.ts';
import type { NewEntry } from './journal.ts';
import { acceptOptions, entryOf, type FetchedOptions } from './options.ts';
import { possibleOrphans, sweepOrphans } from './orphans.ts';
import type { CeremonyParts, CeremonyState } from './parts.ts';
import { preflight } from './preflight.ts';
import { type Prepared, prepareKey } from './prepare.ts';
import { Proof } from './proof.ts';
import { register } from './register.ts';
import { enrollmentResult, registrationResult } from './result.ts';
import { signInWith } from './signIn.ts';
import type { UserVerification } from './userVerification.ts';
import { credentialIdOf, type VerifiedCredential, verifyCredential } from './verify.ts';

/** `state` says whom and what it was about, as far as it came. */
export type CeremonyEnd = { state: CeremonyState } & (
  | { ok: true; result: EnrollmentResult }
  | { ok: false; failure: EnrollmentFailure }
);

/** Time that a touch, the registration and its retries should still have, in ms; with less, new options are fetched. */
const ENOUGH_TIME = 90_000;

/**
 * One enrolment from click to proof: preflight, options, prepare, create, verify, register, prove, finish. Each act
 * that cannot be taken back has its journal entry first. A good end leaves the entry `proven`, for the caller to finish
 * (done.ts). Never rejects: a failure is an end like success, and says what was cleaned up.
 */
export async function enroll(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  conductor: Conductor,
): Promise<CeremonyEnd> {
  const clock = new StepClock();
  const state: CeremonyState = { pin: { set: false }, creating: false, submitted: false };
  const ceremony = new Ceremony(parts, request, conductor, state, clock);
  try {
    const result = await ceremony.run();
    return { ok: true, result: { ...result, steps: clock.read() }, state };
  } catch (thrown) {
    const failure = toFailure(reasonOf(thrown, ceremony.signal));
    const steps = clock.read();
    const outcome = await cleanUp(parts, state, failure, toFailure(toKeydeskError(thrown)));
    const pin = state.pin.set ? { pin: state.pin } : {};
    return { ok: false, failure: { error: failure, ...outcome, ...pin, steps }, state };
  } finally {
    state.key?.close();
  }
}

/** The journal's entry; `begun` resolves when it is on the disk. */
interface Begun {
  readonly id: string;
  readonly begun: Promise<void>;
}

class Ceremony {
  readonly #parts: CeremonyParts;
  readonly #request: EnrollmentRequest;
  readonly #outer: Conductor;
  readonly #state: CeremonyState;
  readonly #clock: StepClock;
  #conductor: Conductor;

  constructor(
    parts: CeremonyParts,
    request: EnrollmentRequest,
    conductor: Conductor,
    state: CeremonyState,
    clock: StepClock,
  ) {
    this.#parts = parts;
    this.#request = request;
    this.#outer = conductor;
    this.#conductor = conductor;
    this.#state = state;
    this.#clock = clock;
  }

  /** Aborts when the person cancels, and once a key is open also when that key is pulled out. */
  get signal(): AbortSignal {
    return this.#conductor.signal;
  }

  async run(): Promise<Omit<EnrollmentResult, 'steps'>> {
    const { journal } = this.#parts;
    const { user, key, creationOptions, warning } = await this.#step('preflight', () =>
      preflight(this.#parts, this.#request, this.#state, this.signal),
    );
    if (warning !== undefined) this.#outer.warn(warning);
    this.#conductor = { ...this.#outer, signal: AbortSignal.any([this.#outer.signal, key.gone]) };

    const accept = async (pending: Promise<CreationOptions>) => {
      const accepted = await acceptOptions(pending, key, this.#request.displayName);
      return { ...accepted, request: creationRequest(key, accepted.creationOptions, user.userPrincipalName) };
    };
    let options = await this.#step('options', () => accept(creationOptions));
    const entry = entryOf(options, this.#parts.connection(), user, key);
    const prepared = await this.#step('prepare', () => this.#prepare(key, mayCreate(key, options.request), entry));
    const { id } = prepared;

    const { made, proof } = await this.#step('create', async () => {
      const again = () => this.#parts.graph().fido2Methods.creationOptions(user.id, { signal: this.signal });
      options = await this.#renewed(options, () => accept(again()), id);
      const proof = this.#proofOf(key, prepared.verification, options.creationOptions.rp.id);
      const made = await this.#create(key, options.request, prepared, proof);
      return { made, proof };
    });
    const credential = await this.#step('verify', async () => {
      const verified = verifyCredential(made, options.creationOptions, key.session.info);
      this.#parts.metadata.checkAttestation(key.session.info.aaguid, verified.certificates);
      return verified;
    });
    await journal.advance(id, 'credential-created', columnsOf(credential));
    const created = inBackground(journal.flush());
    await arrivals();

    const registration = await this.#step('register', async () => {
      const method = await this.#register(user.id, credential, options);
      this.#state.method = method;
      await journal.registered(id, method.id);
      return registrationResult({ journalId: id, user, key, method, credential });
    });

    const { credentialId, publicKey } = credential;
    const evidence = await this.#step('prove', () => proof.take(credentialId, publicKey));

    return this.#step('finish', async () => {
      await created;
      await journal.advance(id, 'proven');
      return enrollmentResult(registration, evidence, this.#state.pin, key);
    });
  }

  async #step<T>(name: Parameters<Conductor['step']>[0], work: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    this.#clock.start(name);
    this.#conductor.step(name);
    return work();
  }

  async #prepare(key: OpenKey, wanted: TokenRequest, entry: NewEntry): Promise<Prepared & Begun> {
    // A key without a PIN is about to get one; of others nothing is changed here, and the entry has time.
    const first = key.session.info.options.clientPin === true ? undefined : await this.#begin(entry);
    const preparing = prepareKey(key, wanted, this.#request.pin, this.#state, this.#conductor);
    // Written and looked up while the key answers to what the secret was needed for first.
    const meanwhile = key.session.agree().then(async () => {
      const begun = first ?? (await this.#begin(entry));
      return { begun, orphans: await possibleOrphans(this.#parts, key) };
    });
    // However one of them ends, the clean-up must find the other one over.
    await Promise.allSettled([preparing, meanwhile]);
    const [prepared, { begun, orphans }] = await Promise.all([preparing, meanwhile]);
    const { pin } = prepared.verification;
    // Orphans are no reason to ask for another finger; they wait for a PIN.
    if (orphans.length === 0 || pin === undefined) return { ...prepared, ...begun };
    await sweepOrphans(this.#parts, key, pin, orphans);
    // The sweep's token took the place of the one for makeCredential.
    return { ...prepared, ...begun, token: await prepared.verification.token(wanted) };
  }

  async #begin(entry: NewEntry): Promise<Begun> {
    const id = await this.#parts.journal.begin(entry);
    this.#state.journalId = id;
    return { id, begun: inBackground(this.#parts.journal.flush()) };
  }

  /** A person may take long over a PIN; a challenge that would run out before it can be used is replaced by a new one. */
  async #renewed<T extends FetchedOptions>(options: T, fetch: () => Promise<T>, id: string): Promise<T> {
    if (options.creationOptions.expiresAt - this.#parts.clock() > ENOUGH_TIME) return options;
    const renewed = await fetch();
    const challenge_expires_at = new Date(renewed.creationOptions.expiresAt).toISOString();
    await this.#parts.journal.advance(id, 'options-fetched', { challenge_expires_at });
    return renewed;
  }

  async #create(
    key: OpenKey,
    request: CreationRequest,
    { token, verification, id, begun }: Prepared & Begun,
    proof: Proof,
  ): Promise<MadeCredential> {
    const pinSet = this.#state.pin.set ? 1 : 0;
    await this.#parts.journal.advance(id, 'key-prepared', { creating: 1, pin_set: pinSet });
    await begun;
    this.#state.creating = true;
    // The token may have expired, or another program may have ended it, since it was had.
    const source = { token, renew: () => verification.token(mayCreate(key, request)) };
    const made = await makeOnKey(key, request, source, this.#conductor, () => proof.askAhead());
    const credentialId = credentialIdOf(made);
    if (credentialId !== undefined) {
      this.#state.credentialId = credentialId;
      proof.begin(credentialId);
    }
    return made;
  }

  #proofOf(key: OpenKey, verification: UserVerification, rpId: string): Proof {
    const wanted = { permissions: permissions.getAssertion, rpId };
    const proof = new Proof({
      rpId,
      quiet: () => verification.pin !== undefined,
      token: () => verification.token(wanted),
      signInWith: credentialId => signInWith(key, rpId, credentialId),
      signal: this.signal,
    });
    this.#state.proof = proof;
    return proof;
  }

  #register(userId: string, credential: VerifiedCredential, options: FetchedOptions): Promise<Fido2Method> {
    this.#state.submitted = true;
    const { clock, sleep } = this.#parts;
    const registration = { displayName: options.displayName, ...credential };
    const parts = { methods: this.#parts.graph().fido2Methods, clock, sleep };
    return register(parts, userId, registration, options.creationOptions.expiresAt, this.signal);
  }
}

/**
 * Lets in what has arrived meanwhile: the token for the proof, so that the key signs while Entra is asked. Messages are
 * looked for after an immediate, so it takes a second one to come after them.
 */
async function arrivals(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** For work that is awaited later, perhaps never: its failure is told only there. */
function inBackground(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}

/** A verified credential as the journal keeps it: enough to register it after a crash. */
function columnsOf(credential: VerifiedCredential) {
  return {
    credential_id: credential.credentialId,
    public_key: credential.publicKeyBytes,
    client_data_json: credential.clientDataJSON,
    attestation_object: credential.attestationObject,
  };
}

/** A cancelled ceremony ends as cancelled, whatever the interruption happened to break; a pulled key as removed. */
function reasonOf(thrown: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted) return toKeydeskError(thrown);
  return signal.reason instanceof KeydeskError ? signal.reason : new KeydeskError('cancelled', {}, { cause: thrown });
}
