import type { EnrollmentEvent, EnrollmentResult, Submission } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { User } from '../../../contract/users/schema.ts';
import { toBase64url } from '../../../ctap/bytes.ts';
import type { Channel } from '../../base/stream.ts';
import type { Fido2Method } from '../../services/graph/fido2Methods.ts';
import { refuseUser, toPasskey } from '../directory/directory.ts';
import type { Attendant } from './attendant.ts';
import { toEnd } from './ceremony.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import { type EnrollmentContext, settle } from './context.ts';
import { entryOfEnd } from './endEntries.ts';
import type { RegisterMadeOptions } from './enrollments.ts';
import { failureOfEntry, type JournalEntry } from './journalEntry.ts';
import { presentedKey } from './look.ts';
import { type MadePasskey, verifyMade } from './madePasskey.ts';
import { judgeMake } from './make.ts';
import { firstObjection } from './observer.ts';
import type { CeremonyParts } from './parts.ts';
import { register } from './register.ts';
import { knownMethod } from './resume.ts';
import { Stage } from './stage.ts';
import { keepPasskey, recordEnd } from './start.ts';
import { refuseUnproven } from './unproven.ts';
import type { VerifiedCredential } from './verify.ts';

/**
 * Registers a passkey that was made without the tenant. The same passkey is never registered twice: Entra's list and the journal are asked
 * first. A passkey that Entra refuses for good becomes an unfinished enrollment, which deletes it from its key.
 */
export function registerMade(
  context: EnrollmentContext,
  made: MadePasskey,
  { observers: further = [], refusal, ...options }: RegisterMadeOptions = {},
): Channel<EnrollmentEvent> {
  const { scope, ceremony } = context;
  const { enrolled, attestationFormats: _, ...model } = made.key;
  const { id, serial, product } = enrolled;
  const names = { ...(serial === undefined ? {} : { serial }), ...(product === undefined ? {} : { product }) };
  const observers = [...scope.observe({ madeOn: { ...model, ...names } }), ...further];
  const parts = { ...ceremony, observers };
  return context.begin(
    {
      interactive: false,
      run: attendant => new Registering(parts, made, refusal, attendant).run(),
      record: async (end, correlation) => {
        const entry = entryOfEnd(end, { user: made.entry.user_id, interactive: false, keyId: id });
        const about = { id, aaguid: model.aaguid, ...names };
        const recorded = recordEnd(context, end, { ...entry, key: about, correlation });
        for (const observer of observers) observer.ended?.(end);
        await recorded;
        // An ended Keydesk may have begun it without an assignment. The journal says so.
        if (end.state.resumed) await settle(context);
        await keepPasskey(context, end);
      },
    },
    options,
  );
}

class Registering {
  readonly #parts: CeremonyParts;
  readonly #made: MadePasskey;
  readonly #refusal: Failure | undefined;
  readonly #stage: Stage;
  #claimed: string | undefined;

  constructor(parts: CeremonyParts, made: MadePasskey, refusal: Failure | undefined, attendant: Attendant) {
    this.#parts = parts;
    this.#made = made;
    this.#refusal = refusal;
    this.#stage = new Stage(parts, attendant);
  }

  /** Never rejects. */
  async run(): Promise<CeremonyEnd> {
    const end = await toEnd(this.#stage, () => this.#run());
    const claimed = this.#claimed;
    // Nothing has begun: the entry of the earlier try is unchanged.
    if (claimed !== undefined && this.#stage.state.journalId === undefined) await this.#parts.journal.release(claimed);
    return end;
  }

  async #run(): Promise<Omit<EnrollmentResult, 'steps'>> {
    const stage = this.#stage;
    const known = await this.#knownEntry();
    if (this.#refusal !== undefined)
      return this.#giveUp(known, new KeydeskError(this.#refusal.code, this.#refusal.params));
    const { user, credential, listed } = await stage.step('preflight', () => this.#preflight(known));
    const id = known?.id ?? (await this.#begin(user));
    // Only a definite refusal by Entra allows to delete the passkey from its key: not a cancel, and not a full disk.
    this.#follow(id, 'unknown', known);
    const settled = known?.method_id == null ? undefined : knownMethod(known, known.method_id);
    const work = () =>
      this.#register(id, user, credential, { listed: listed ?? settled, submitted: known !== undefined });
    const method = await stage.step('register', work);
    await this.#parts.journal.registered(id, method.id);
    return stage.step('finish', async () => {
      await this.#parts.journal.advance(id, 'proven');
      return this.#result(id, user, credential, method);
    });
  }

  /**
   * Returns the unfinished entry of an earlier try, and claims it.
   * @throws KeydeskError unfinished-in-use, unfinished-registered; deferred-key-cleaned if the passkey was deleted from its key; why Entra refused it for good
   */
  async #knownEntry(): Promise<JournalEntry | undefined> {
    const { journal, tenant } = this.#parts;
    const { credentialId } = this.#made.credential;
    const known = await journal.ofCredential(tenant(), credentialId);
    if (known === undefined) return undefined;
    if (known.state === 'cleaned-up') throw new KeydeskError('deferred-key-cleaned');
    if (known.state === 'done') throw new KeydeskError('unfinished-registered');
    if (!(await journal.claim(known))) throw new KeydeskError('unfinished-in-use');
    this.#claimed = known.id;
    // Listed for clean-up by an earlier upload.
    if (known.state === 'needs-attention' && known.submission !== 'unknown') {
      const failure = failureOfEntry(known);
      throw new KeydeskError(failure?.code ?? 'unfinished-left', failure?.params ?? {});
    }
    return known;
  }

  /** Asks everything again that was checked before the key was made: user, owner of the key, policy, attestation. */
  async #preflight(known: JournalEntry | undefined) {
    const { parts, signal } = this.#stage;
    const { entry, key, options } = this.#made;
    const { fido2Methods, clock } = parts.graph();
    const credential = verifyMade(this.#made);
    const user = await parts.user(entry.user_id, signal);
    this.#stage.state.user = user;
    const listed = await fido2Methods.find(user.id, credential.credentialId, { signal });
    if (listed !== undefined || known !== undefined) return { user, credential, listed };
    if (clock.now() >= options.expiresAt) return this.#giveUp(undefined, new KeydeskError('challenge-expired'));
    refuseUser(user);
    await refuseUnproven(parts, user, { credentialId: credential.credentialId }, signal);
    const objection = await firstObjection(parts.observers, user.id);
    const verdict = await parts.policies.judge(Promise.resolve(user), Promise.resolve(presentedKey(key)), {
      refresh: true,
    });
    const refused = objection ?? (verdict.verdict === 'refused' ? verdict.reason : undefined);
    if (refused !== undefined) throw new KeydeskError(refused.code, refused.params);
    if (verdict.verdict === 'unknown') this.#stage.attendant.warn(verdict.reason);
    await judgeMake(parts, user, key, credential, warning => this.#stage.attendant.warn(warning));
    return { user, credential, listed };
  }

  async #begin(user: Pick<User, 'userPrincipalName' | 'displayName'> | undefined): Promise<string> {
    const { journal, observers } = this.#parts;
    const { serial, product } = this.#made.key.enrolled;
    const entry = { ...this.#made.entry, ...(user && { user_principal_name: user.userPrincipalName }) };
    const id = await journal.begin(entry);
    this.#stage.state.journalId = id;
    const whom = user && { displayName: user.displayName, serial, product };
    for (const observer of observers) observer.begun?.({ id, entry, whom });
    return id;
  }

  /** From here on, a failure belongs to this entry, and the clean-up keeps its known state. */
  #follow(id: string, submission: Submission, known: JournalEntry | undefined): void {
    const { options, credential, pinSet } = this.#made;
    Object.assign(this.#stage.state, {
      journalId: id,
      options,
      expiresAt: options.expiresAt,
      creating: true,
      credentialId: credential.credentialId,
      submission,
      pin: { set: pinSet },
      ...(known === undefined ? {} : { resumed: true }),
    });
  }

  /** Lists the passkey as an unfinished enrollment, so that it is deleted from its key. @throws KeydeskError always */
  async #giveUp(known: JournalEntry | undefined, error: KeydeskError): Promise<never> {
    const id = known?.id ?? (await this.#begin(this.#stage.state.user));
    this.#follow(id, known?.submission ?? 'none', known);
    throw error;
  }

  async #register(
    id: string,
    user: User,
    credential: VerifiedCredential,
    { listed, submitted }: { readonly listed: Fido2Method | undefined; readonly submitted: boolean },
  ): Promise<Fido2Method> {
    const { journal, graph, sleep } = this.#parts;
    const { state, cancelSignal } = this.#stage;
    const { entry, options } = this.#made;
    const { fido2Methods: methods, clock } = graph();
    const columns = {
      creating: 1,
      pin_set: this.#made.pinSet ? 1 : 0,
      credential_id: credential.credentialId,
      public_key: credential.publicKeyBytes,
      client_data_json: credential.clientDataJSON,
      attestation_object: credential.attestationObject,
      // This Keydesk may end before the assignment is written. Until then the journal says that it is owed.
      owes_assignment: 1,
    };
    await journal.advance(id, 'credential-created', { ...columns, submission: 'unknown' });
    await journal.flush();
    const note = (submission: typeof state.submission) => {
      state.submission = submission;
    };
    const registration = { displayName: entry.display_name, ...credential };
    const method =
      listed ??
      (await register(
        { methods, clock: clock.now, sleep, note, submitted },
        user.id,
        registration,
        options.expiresAt,
        cancelSignal,
      ));
    state.method = method;
    return method;
  }

  #result(
    enrollmentId: string,
    user: User,
    credential: VerifiedCredential,
    method: Fido2Method,
  ): Omit<EnrollmentResult, 'steps'> {
    const { key, evidence, pinSet, profile } = this.#made;
    return {
      enrollmentId,
      user,
      key: key.enrolled,
      method: toPasskey(method),
      credentialId: toBase64url(credential.credentialId),
      clientDataJSON: toBase64url(credential.clientDataJSON),
      attestationObject: toBase64url(credential.attestationObject),
      publicKey: toBase64url(credential.publicKeyBytes),
      proof: {
        verified: true,
        authenticatorData: toBase64url(evidence.authenticatorData),
        signature: toBase64url(evidence.signature),
        clientDataJSON: toBase64url(evidence.clientDataJSON),
      },
      pin: { set: pinSet },
      ...(profile === undefined ? {} : { profile }),
      transactions: {},
      reports: { out: 0, in: 0, keepalive: 0 },
    };
  }
}
