import { KeydeskError } from '../../contract/errors.ts';
import type { MetadataState, MetadataUpdate, Model } from '../../contract/metadata.ts';
import { fidoRoots, verifyBlob } from './blob.ts';
import { type Cached, readCache, toCached, writeCache } from './cache.ts';
import { certificateOf, leadsTo } from './chain.ts';
import { fromFile, fromUrl } from './source.ts';

const SERVICE = 'https://mds3.fidoalliance.org/';
const DAY = 24 * 60 * 60 * 1000;

/** Statuses with which a key must not be handed out (FIDO Metadata Service 3.0, 3.1.4). */
const DISQUALIFYING: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/** What the FIDO Metadata Service knows, as far as it was loaded. Nothing loaded forbids nothing. */
export interface Metadata {
  /**
   * Loads a newer BLOB; whatever is wrong with it, the one in use stays.
   * @throws KeydeskError metadata-unreachable, metadata-damaged, metadata-untrusted, metadata-older
   */
  update(request: MetadataUpdate): Promise<MetadataState>;
  state(): MetadataState | null;
  model(aaguid: string): Model | undefined;
  /** Every model of the list, by its AAGUID. */
  models(): readonly (readonly [aaguid: string, model: Model])[];
  /** @throws KeydeskError key-model-refused for a model with a status that forbids it */
  checkModel(aaguid: string): void;
  /** @throws KeydeskError attestation-untrusted for a listed model whose chain (DER, leaf first) leads to none of its roots */
  checkAttestation(aaguid: string, certificates: readonly Uint8Array[]): void;
}

export function openMetadata(folder: string, clock: () => Date = () => new Date()): Metadata {
  let cached = readCache(folder);
  const model = (aaguid: string) => cached?.models[aaguid];
  const state = () => (cached === undefined ? null : stateOf(cached, clock()));
  return {
    update: async ({ file, url, root }) => {
      if (file !== undefined && url !== undefined) {
        throw new KeydeskError('invalid-input', { detail: 'a file or an address, not both' });
      }
      const roots = root === undefined ? fidoRoots() : [certificateOf(root)].filter(found => found !== undefined);
      if (roots.length === 0)
        throw new KeydeskError('invalid-input', { detail: 'the root is not a certificate in PEM' });
      const source = file ?? url ?? SERVICE;
      const jws = await (file === undefined ? fromUrl(source) : fromFile(file));
      const payload = await verifyBlob(jws, roots, clock());
      if (cached !== undefined && payload.no < cached.no) {
        throw new KeydeskError('metadata-older', { no: payload.no, known: cached.no });
      }
      const next = toCached(payload, source, clock());
      writeCache(folder, next);
      cached = next;
      return stateOf(next, clock());
    },
    state,
    model: aaguid => {
      const found = model(aaguid);
      return found === undefined ? undefined : toModel(found);
    },
    models: () => Object.entries(cached?.models ?? {}).map(([aaguid, found]) => [aaguid, toModel(found)]),
    checkModel: aaguid => {
      const found = model(aaguid);
      const status = found?.statuses.find(each => DISQUALIFYING.includes(each));
      if (status !== undefined) throw new KeydeskError('key-model-refused', { model: found?.name ?? '', status });
    },
    checkAttestation: (aaguid, certificates) => {
      const found = model(aaguid);
      // A listed model without roots signs for itself; a key that sends no certificates claims no maker.
      if (found === undefined || found.roots.length === 0 || certificates.length === 0) return;
      const roots = found.roots.map(root => certificateOf(Buffer.from(root, 'base64')));
      const chain = certificates.map(der => certificateOf(der));
      const read = [...roots, ...chain].every(certificate => certificate !== undefined);
      const trusted = read && leadsTo(roots.filter(isThere), chain.filter(isThere));
      if (!trusted) throw new KeydeskError('attestation-untrusted', { model: found.name });
    },
  };
}

function toModel({ name, certification, statuses }: Model): Model {
  return { name, certification, statuses };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function stateOf({ no, nextUpdate, source, loadedAt, models }: Cached, now: Date): MetadataState {
  return {
    no,
    nextUpdate,
    source,
    loadedAt,
    models: Object.keys(models).length,
    ageDays: Math.floor((now.getTime() - Date.parse(loadedAt)) / DAY),
    old: Date.parse(nextUpdate) + DAY < now.getTime(),
  };
}
