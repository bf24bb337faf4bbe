import type { MetadataState, MetadataUpdate, Model } from '../../../contract/metadata/schema.ts';
import { type Network, sharedNetwork } from '../network/network.ts';
import { FIDO, readCache } from './cache.ts';
import { certificatesOf } from './certificates.ts';
import { checkAttestation, checkModel, type Make, modelOf } from './checkMake.ts';
import type { MetadataContext, MetadataService } from './context.ts';
import { FIDO_SIGNER, fidoRoots } from './fidoRoots.ts';
import { isOld, stateOf } from './listState.ts';
import { updateList } from './updateList.ts';

/** The key models of the loaded lists. If no list is loaded, no model is refused. */
export interface Metadata {
  /**
   * Loads a newer list under its root. If this fails, the current lists stay.
   * @throws KeydeskError metadata-unreachable, metadata-damaged, metadata-untrusted, metadata-older
   */
  update(request: MetadataUpdate): Promise<MetadataState>;
  state(): MetadataState | null;
  /**
   * Returns whether the FIDO Alliance's list is loaded and not out of date. Only then does a missing model mean
   * something.
   */
  knowsModels(): boolean;
  /** Returns a model for a key of unknown firmware. The FIDO Alliance's list takes precedence, as in Entra. */
  model(aaguid: string): Model | undefined;
  /** Returns every model of the lists, by its AAGUID. */
  models(): readonly (readonly [aaguid: string, model: Model])[];
  /** Refuses a model. @throws KeydeskError key-model-refused for a model that has a disqualifying status in any list */
  checkModel(aaguid: string, firmware?: number): void;
  /**
   * Checks a credential's certificates (DER, leaf first) against the trust anchors of all lists that have the model.
   * @param now The time at which certificates must be valid
   * @throws KeydeskError attestation-untrusted if they lead to no anchor, attestation-expired if one of them is not
   * valid, key-model-refused for a batch with a disqualifying status
   */
  checkAttestation(aaguid: string, certificates: readonly Uint8Array[], now?: Date, firmware?: number): Make;
}

export function openMetadata(
  folder: string,
  clock: () => Date = () => new Date(),
  service: MetadataService = { roots: certificatesOf(fidoRoots().map(({ raw }) => raw)), name: FIDO_SIGNER },
  network: Network = sharedNetwork(),
): Metadata {
  const context: MetadataContext = { folder, clock, service, network, lists: readCache(folder) };
  return {
    update: request => updateList(context, request),
    state: () => {
      const [first, ...others] = context.lists;
      return first === undefined ? null : stateOf(first, others, clock());
    },
    knowsModels: () => {
      const list = context.lists.find(({ root }) => root === FIDO);
      return list !== undefined && !isOld(list, clock());
    },
    model: aaguid => modelOf(context, aaguid),
    models: () => {
      const aaguids = new Set(context.lists.flatMap(list => Object.keys(list.models)));
      return [...aaguids].flatMap(aaguid => {
        const found = modelOf(context, aaguid);
        return found === undefined ? [] : [[aaguid, found] as const];
      });
    },
    checkModel: (aaguid, firmware) => checkModel(context, aaguid, firmware),
    checkAttestation: (aaguid, certificates, now = clock(), firmware = undefined) =>
      checkAttestation(context, aaguid, { certificates, now, firmware }),
  };
}
