import type { Assignment } from '../../../contract/assignments/schema.ts';
import type { EnrollmentRequest, EnrollmentResult } from '../../../contract/enrollment/schema.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import { equal } from '../../../ctap/bytes.ts';
import type { TokenRequest } from '../../../ctap/ctap2/clientPin.ts';
import { unlessAborted } from '../../base/unlessAborted.ts';
import { READ_LAG } from '../../services/graph/readLag.ts';
import { toKeydeskError } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { applyAfter, applyBefore } from './applyProfile.ts';
import type { Attendant } from './attendant.ts';
import type { CeremonyEnd, CeremonyState } from './ceremonyState.ts';
import { cleanUp } from './cleanUp.ts';
import { type CreationRequest, creationRequest, type MadeCredential, makeOnKey, mayCreate } from './create.ts';
import { unansweredOn } from './erased.ts';
import type { JournalEntry, NewJournalEntry } from './journalEntry.ts';
import { judgeMake } from './make.ts';
import { checkAlgorithms, entryOf, type FetchedOptions, passkeyName } from './options.ts';
import { possibleOrphans, sweepOrphans } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';
import { preflight } from './preflight.ts';
import { type Prepared, prepareKey } from './prepare.ts';
import { pinChoiceOf, resetDue, shortestPin, templateName } from './profileOnKey.ts';
import { openProof, type Proof } from './proof.ts';
import { pinRefusals } from './refusals.ts';
import { register } from './register.ts';
import { resetFirst } from './resetFirst.ts';
import { enrollmentResult, registrationResult } from './result.ts';
import { resumeHere } from './resume.ts';
import { arrivals, inBackground, Stage } from './stage.ts';
import { refuseUnproven } from './unproven.ts';
import { UserVerification } from './userVerification.ts';
import { credentialIdOf, type VerifiedCredential, verifyCredential } from './verify.ts';

/** Minimum time for a touch, the registration and its retries, in ms. If less is left, the ceremony fetches new creation options. */
const ENOUGH_TIME = 90_000;

/**
 * Runs one enrollment: preflight, options, prepare, create, verify, register, prove, finish. Writes the journal before each act that cannot
 * be undone. After a success the entry is `proven`, and the caller finishes it (done.ts). Never rejects: returns a failure as an end,
 * together with the result of the clean-up.
 */
export function enroll(parts: CeremonyParts, request: EnrollmentRequest, attendant: Attendant): Promise<CeremonyEnd> {
  const stage = new Stage(parts, attendant);
  return toEnd(stage, () => new Ceremony(stage, request).run());
}

/** Runs work with a key, returns its end, and closes the key. */
export async function toEnd(stage: Stage, run: () => Promise<Omit<EnrollmentResult, 'steps'>>): Promise<CeremonyEnd> {
  const { parts, state, clock } = stage;
  try {
    const result = await run();
    return { ok: true, result: { ...result, ...erasedBy(state), steps: clock.read() }, state };
  } catch (thrown) {
    const failure = toFailure(stage.reasonOf(thrown));
    const steps = clock.read();
    const outcome = await cleanUp(parts, state, failure, toFailure(toKeydeskError(thrown)));
    const pin = state.pin.set ? { pin: state.pin } : {};
    return { ok: false, failure: { error: failure, ...outcome, ...pin, ...erasedBy(state), steps }, state };
  } finally {
    state.key?.close();
  }
}

function erasedBy({ erased }: CeremonyState): { erased?: Assignment[] } {
  return erased === undefined ? {} : { erased: [...erased] };
}

type AcceptedOptions = FetchedOptions & { readonly request: CreationRequest };

/** The journal entry. `begun` resolves when the entry is on the disk, `reserved` when the key may change. */
interface Begun {
  readonly id: string;
  readonly begun: Promise<void>;
  readonly reserved: Promise<unknown>;
}

class Ceremony {
  readonly #stage: Stage;
  readonly #parts: CeremonyParts;
  readonly #state: CeremonyState;
  readonly #request: EnrollmentRequest;
  /** The enrollment whose kept PIN the key has accepted. */
  #earlier: string | undefined;

  constructor(stage: Stage, request: EnrollmentRequest) {
    this.#stage = stage;
    this.#parts = stage.parts;
    this.#state = stage.state;
    this.#request = request;
  }

  async run(): Promise<Omit<EnrollmentResult, 'steps'>> {
    const stage = this.#stage;
    const cleared = await stage.step('preflight', () =>
      preflight(this.#parts, this.#request, this.#state, stage.signal),
    );
    const { user, profile, warnings } = cleared;
    let { key } = cleared;
    for (const warning of warnings) stage.attendant.warn(warning);
    stage.bindKey(key);
    let verification = this.#verification(key, cleared.kept?.pin);
    const resumed = await resumeHere(stage, user, key, verification);
    if (resumed !== undefined) {
      await cleared.kept?.accepted(profile);
      return { ...resumed, ...(await applyAfter(profile, key, verification, stage)) };
    }
    await refuseUnproven(this.#parts, user, { identity: await this.#parts.nameOf(key.summary) }, stage.signal);
    if (this.#request.pin === undefined && cleared.kept === undefined)
      for await (const refusal of pinRefusals(this.#parts, key, profile)) throw refusal;
    if (resetDue(profile, key.session.info)) {
      key = await stage.step('reset', () => resetFirst(stage, cleared.key), stage.cancelSignal);
      verification = this.#verification(key);
    } else {
      await cleared.kept?.accepted(profile);
      this.#earlier = cleared.kept?.enrollment;
    }
    return this.#make(user, key, profile, verification);
  }

  #verification(key: OpenKey, kept?: string): UserVerification {
    const { pin } = this.#request;
    return new UserVerification(key, this.#stage.attendant, pin?.kind === 'given' ? pin.pin : kept);
  }

  async #make(
    user: User,
    key: OpenKey,
    profile: Profile | null,
    verification: UserVerification,
  ): Promise<Omit<EnrollmentResult, 'steps'>> {
    const { journal } = this.#parts;
    const stage = this.#stage;

    let options = await stage.step('options', () => this.#fetchOptions(user, key, profile));
    const entry = await this.#entryOf(options, user, key);
    const wanted = mayCreate(key, options.request);
    const prepared = await stage.step('prepare', () => this.#prepare(key, verification, wanted, entry, profile));

    const { made, proof } = await stage.step('create', async () => {
      let { token } = prepared;
      if (!this.#hasTime(options)) {
        options = await this.#fetchAgain(user, key, profile, prepared.id);
        // An unused token expires after 30 s (CTAP 2.3, 6.5.5.7), and the ceremony has waited for a person.
        token = await verification.token(wanted);
      }
      const proof = await openProof(stage, key, verification, options.creationOptions.rp.id);
      this.#state.proof = proof;
      const made = await this.#create(key, options.request, { ...prepared, token }, proof);
      return { made, proof };
    });
    const credential = await stage.step('verify', async () => {
      const verified = verifyCredential(made, options.creationOptions, key.session.info);
      await judgeMake(this.#parts, user, key.session.info, verified, warning => stage.attendant.warn(warning));
      const told = this.#parts.observers.map(observer => observer.made?.(verified.credentialId));
      await unlessAborted(Promise.all(told), stage.signal);
      return verified;
    });
    const registration = await this.#register(user, key, credential, options, prepared.id);

    const { credentialId, publicKey } = credential;
    const evidence = await stage.step('prove', () => proof.take(credentialId, publicKey));

    const finish = async () => {
      for (const observer of this.#parts.observers) observer.proven?.(prepared.id, evidence);
      await journal.advance(prepared.id, 'proven');
      const applied = await applyAfter(profile, key, verification, stage);
      return { ...enrollmentResult(registration, evidence, this.#state.pin, key), ...applied };
    };
    // The passkey is finished without the key, too.
    return stage.step('finish', finish, stage.cancelSignal);
  }

  async #fetchOptions(user: User, key: OpenKey, profile: Profile | null): Promise<AcceptedOptions> {
    const { signal } = this.#stage;
    const typed = this.#request.displayName;
    const chosen = typed === undefined ? undefined : passkeyName(key, typed);
    const creationOptions = await this.#parts.graph().fido2Methods.creationOptions(user.id, { signal });
    const count = creationOptions.excludeCredentials.length;
    const displayName = chosen ?? passkeyName(key, templateName(profile, key, count));
    checkAlgorithms(creationOptions, key);
    Object.assign(this.#state, { options: creationOptions, expiresAt: creationOptions.expiresAt });
    const since = Date.now() - READ_LAG;
    const recent = await this.#parts.journal.registeredSince(this.#parts.tenant(), user.id, since);
    const excluded = { ...creationOptions, excludeCredentials: [...creationOptions.excludeCredentials, ...recent] };
    return { creationOptions, displayName, request: creationRequest(key, excluded, user.userPrincipalName) };
  }

  async #entryOf(options: FetchedOptions, user: User, key: OpenKey): Promise<NewJournalEntry> {
    const identity = await this.#parts.nameOf(key.summary);
    return entryOf(options, this.#parts.tenant(), user, key, identity ?? null);
  }

  async #prepare(
    key: OpenKey,
    verification: UserVerification,
    wanted: TokenRequest,
    entry: NewJournalEntry,
    profile: Profile | null,
  ): Promise<Prepared & Begun> {
    // Write the entry first if the key has no PIN, because the key is about to get one. Otherwise nothing on the key changes yet, and the
    // entry can wait.
    const first = key.session.info.options.clientPin === true ? undefined : await this.#begin(entry);
    if (first !== undefined) await unlessAborted(first.reserved, this.#stage.signal);
    const [choice, minLength] = [pinChoiceOf(this.#request, profile), shortestPin(profile, key.session.info)];
    const preparing = prepareKey(key, verification, wanted, { choice, minLength, profile }, this.#stage);
    // The journal is written and read while the key computes the shared secret.
    const meanwhile = key.session.agree().then(async () => {
      const begun = first ?? (await this.#begin(entry));
      return { begun, orphans: await possibleOrphans(this.#parts, key, this.#earlier) };
    });
    // The clean-up must not run while one of them is still active.
    await Promise.allSettled([preparing, meanwhile]);
    const [prepared, { begun, orphans }] = await Promise.all([preparing, meanwhile]);
    const changed = await applyBefore(profile, key, verification);
    const { pin } = verification;
    const renewed = async () => ({ ...prepared, ...begun, token: await verification.token(wanted) });
    // Without a PIN the sweep would need another fingerprint. It runs at a later enrollment that uses a PIN.
    if (pin === undefined) return changed ? renewed() : { ...prepared, ...begun };
    const replaced = await this.#replaced(key, pin, entry);
    if (!changed && orphans.length === 0 && replaced === undefined) return { ...prepared, ...begun };
    if (orphans.length > 0) await sweepOrphans(this.#parts, key, pin, orphans, this.#earlier);
    // Another token has replaced the one for makeCredential.
    return renewed();
  }

  /**
   * Finds credentials on the key that unfinished enrollments of this user created. Returns undefined if there are no such enrollments. Then
   * the key was not asked.
   */
  async #replaced(key: OpenKey, pin: string, { rp_id, user_handle }: NewJournalEntry): Promise<true | undefined> {
    let asked: true | undefined;
    const matches = (entry: JournalEntry) => {
      const same = entry.rp_id === rp_id && equal(entry.user_handle, user_handle);
      if (same) asked = true;
      return same;
    };
    // If the key cannot answer, the older entry stays as it is.
    const found = await unansweredOn(this.#parts, key, pin, matches).catch((error: unknown) => {
      this.#parts.log(`journal: unanswered enrollments on ${key.summary.id}: ${String(error)}`);
      return [];
    });
    this.#state.replaces = found.map(({ entry }) => entry);
    return asked;
  }

  async #begin(entry: NewJournalEntry): Promise<Begun> {
    const { user, key } = this.#state;
    const whom = user && key && { displayName: user.displayName, ...namesOf(key) };
    const id = await this.#parts.journal.begin(entry);
    this.#state.journalId = id;
    for (const observer of this.#parts.observers) observer.begun?.({ id, entry, whom });
    const reserved = inBackground(Promise.all(this.#parts.observers.map(observer => observer.reserved?.())));
    return { id, begun: inBackground(this.#parts.journal.flush()), reserved };
  }

  /**
   * Returns whether the challenge still has enough time. A person may take long to enter a PIN; a challenge that would expire before its
   * use is replaced.
   */
  #hasTime({ creationOptions }: FetchedOptions): boolean {
    return creationOptions.expiresAt - this.#parts.graph().clock.now() > ENOUGH_TIME;
  }

  async #fetchAgain(user: User, key: OpenKey, profile: Profile | null, id: string): Promise<AcceptedOptions> {
    const renewed = await this.#fetchOptions(user, key, profile);
    const challenge_expires_at = new Date(renewed.creationOptions.expiresAt).toISOString();
    await this.#parts.journal.advance(id, 'options-fetched', { challenge_expires_at });
    return renewed;
  }

  async #create(
    key: OpenKey,
    request: CreationRequest,
    { token, renew, id, begun, reserved }: Prepared & Begun,
    proof: Proof,
  ): Promise<MadeCredential> {
    await unlessAborted(reserved, this.#stage.signal);
    const pinSet = this.#state.pin.set ? 1 : 0;
    await this.#parts.journal.advance(id, 'key-prepared', { creating: 1, pin_set: pinSet });
    await begun;
    this.#state.creating = true;
    // Since the ceremony got the token, it may have expired, or another program may have invalidated it.
    const made = await makeOnKey(key, request, { token, renew }, this.#stage.attendant, () => proof.askAhead());
    const credentialId = credentialIdOf(made);
    if (credentialId !== undefined) {
      this.#state.credentialId = credentialId;
      proof.begin(credentialId);
    }
    return made;
  }

  /**
   * Registers the credential. Writes the submission to the disk before it is sent: otherwise, after a crash, Keydesk could delete the
   * credential of a registered passkey from the key.
   */
  async #register(user: User, key: OpenKey, credential: VerifiedCredential, options: FetchedOptions, id: string) {
    const { journal, sleep } = this.#parts;
    const stage = this.#stage;
    const work = async () => {
      await journal.advance(id, 'credential-created', { ...columnsOf(credential), submission: 'unknown' });
      const written = journal.flush();
      await arrivals();
      await written;
      const { fido2Methods: methods, clock } = this.#parts.graph();
      const note = (submission: CeremonyState['submission']) => {
        this.#state.submission = submission;
      };
      const method = await register(
        { methods, clock: clock.now, sleep, note },
        user.id,
        { displayName: options.displayName, ...credential },
        options.creationOptions.expiresAt,
        stage.cancelSignal,
      );
      this.#state.method = method;
      await journal.registered(id, method.id);
      return registrationResult({ journalId: id, user, key, method, credential });
    };
    // Unplugging the key does not stop the registration, because the key is not needed any more.
    return stage.step('register', work, stage.cancelSignal);
  }
}

/** Returns a verified credential as journal columns, which are enough to register it after a crash. */
function columnsOf(credential: VerifiedCredential) {
  return {
    credential_id: credential.credentialId,
    public_key: credential.publicKeyBytes,
    client_data_json: credential.clientDataJSON,
    attestation_object: credential.attestationObject,
  };
}

function namesOf({ summary: { serial, product } }: OpenKey) {
  return { serial, product };
}
