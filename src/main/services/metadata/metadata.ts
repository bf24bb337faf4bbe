import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { MetadataState, MetadataUpdate, Model } from '../../../contract/metadata/schema.ts';
import { type Network, sharedNetwork } from '../network/network.ts';
import { verifyBlob } from './blob.ts';
import { type CachedList, type CachedModel, EARLIER, FIDO, readCache, toList, writeCache } from './cache.ts';
import { type Certificate, certificateOf, certificatesOf, isSame } from './certificates.ts';
import { FIDO_SIGNER, fidoRoots } from './fidoRoots.ts';
import { judgePath } from './path.ts';
import { fromFile, fromUrl, METADATA_SERVICE } from './source.ts';
import { certificatesIn, judgeStatuses, type StatusReport } from './statuses.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * What is known of a credential's make. `unknown`: nothing speaks against it, and nothing proves it, by `reason`: no list has the
 * model, the model has no trust anchors, none of its anchors can be read, or the credential came without certificates.
 */
export type Make =
  | { readonly known: true }
  | { readonly known: false; readonly reason: 'unlisted' | 'no-anchors' | 'anchors-unreadable' | 'no-certificates' };

/** What the lists of key models say, as far as they were loaded. Nothing loaded forbids nothing. */
export interface Metadata {
  /**
   * Loads a newer list under its root; whatever is wrong with it, those in use stay.
   * @throws KeydeskError metadata-unreachable, metadata-damaged, metadata-untrusted, metadata-older
   */
  update(request: MetadataUpdate): Promise<MetadataState>;
  state(): MetadataState | null;
  /** Whether the FIDO Alliance's list is there and not past its date: only then a model's absence means something. */
  knowsModels(): boolean;
  /** What is said of a model, for a key whose firmware is unknown. The FIDO Alliance's list goes first, as with Entra. */
  model(aaguid: string): Model | undefined;
  /** Every model of the lists, by its AAGUID. */
  models(): readonly (readonly [aaguid: string, model: Model])[];
  /** @throws KeydeskError key-model-refused for a model with a status that forbids it, in any list */
  checkModel(aaguid: string, firmware?: number): void;
  /**
   * Checks a credential's certificates (DER, leaf first) against the trust anchors of all lists that have the model.
   * @param now the time that certificates must be valid at
   * @throws KeydeskError attestation-untrusted where they lead to no anchor, attestation-expired where one of them is not valid,
   * key-model-refused for a batch with a status that forbids it
   */
  checkAttestation(aaguid: string, certificates: readonly Uint8Array[], now?: Date, firmware?: number): Make;
}

/** Whose lists need no root to be named. */
export interface MetadataService {
  readonly roots: readonly Certificate[];
  readonly name: string;
}

export function openMetadata(
  folder: string,
  clock: () => Date = () => new Date(),
  service: MetadataService = { roots: certificatesOf(fidoRoots().map(({ raw }) => raw)), name: FIDO_SIGNER },
  network: Network = sharedNetwork(),
): Metadata {
  let lists = readCache(folder);
  const fidoList = () => lists.find(({ root }) => root === FIDO);
  /** The FIDO Alliance's entry first. */
  const entriesOf = (aaguid: string) => {
    const inOrder = lists.toSorted((one, other) => Number(other.root === FIDO) - Number(one.root === FIDO));
    return inOrder.map(({ models }) => models[aaguid]).filter(entry => entry !== undefined);
  };
  const standing = ({ reports, version: current }: CachedModel, firmware?: number) =>
    judgeStatuses(reports, { firmware, current, now: clock() });
  const model = (aaguid: string): Model | undefined => {
    const [entry] = entriesOf(aaguid);
    if (entry === undefined) return undefined;
    const { certification, statuses } = standing(entry);
    return { name: entry.name, certification, statuses: [...statuses] };
  };
  const refuseIf = (aaguid: string, firmware: number | undefined, concerns: (report: StatusReport) => boolean) => {
    for (const entry of entriesOf(aaguid)) {
      const trouble = standing(entry, firmware).troubles.find(concerns);
      if (trouble === undefined) continue;
      throw new KeydeskError('key-model-refused', { model: entry.name, status: trouble.status });
    }
  };

  return {
    update: async ({ file, url, root }) => {
      if (file !== undefined && url !== undefined) {
        throw new KeydeskError('invalid-input', { detail: 'file-or-address' });
      }
      const signer = signerOf(root, service);
      const source = file ?? url ?? METADATA_SERVICE;
      const jws = await (file === undefined ? fromUrl(source, network) : fromFile(file));
      const payload = await verifyBlob(jws, signer, clock());
      // Another Keydesk on the same folder may have loaded a list meanwhile.
      const kept = readCache(folder);
      if (kept.length > 0) lists = kept;
      const known = lists.find(list => list.root === signer.id);
      if (known !== undefined && payload.no < known.no) {
        throw new KeydeskError('metadata-older', { no: payload.no, known: known.no });
      }
      const loaded = toList(payload, { source, root: signer.id, rootName: signer.rootName }, clock());
      const next = [loaded, ...lists.filter(list => list !== known && list.root !== EARLIER)];
      writeCache(folder, next);
      lists = next;
      return stateOf(loaded, next.slice(1), clock());
    },
    state: () => {
      const [first, ...others] = lists;
      return first === undefined ? null : stateOf(first, others, clock());
    },
    knowsModels: () => {
      const list = fidoList();
      return list !== undefined && !isOld(list, clock());
    },
    model,
    models: () => {
      const aaguids = new Set(lists.flatMap(list => Object.keys(list.models)));
      return [...aaguids].flatMap(aaguid => {
        const found = model(aaguid);
        return found === undefined ? [] : [[aaguid, found] as const];
      });
    },
    checkModel: (aaguid, firmware) =>
      // A report that names certificates is about one batch, which shows when the key has sent its own (MDS 3.1, 3.1.4).
      refuseIf(aaguid, firmware, report => certificatesIn(report).length === 0),
    checkAttestation: (aaguid, encoded, now = clock(), firmware = undefined) => {
      const entries = entriesOf(aaguid);
      const [entry] = entries;
      if (entry === undefined) return { known: false, reason: 'unlisted' };
      const listed = entries.flatMap(({ roots }) => roots);
      // A listed model without trust anchors signs for itself; a key that sends no certificates claims no maker.
      if (listed.length === 0) return { known: false, reason: 'no-anchors' };
      if (encoded.length === 0) return { known: false, reason: 'no-certificates' };
      const anchors = certificatesOf(listed);
      if (anchors.length === 0) return { known: false, reason: 'anchors-unreadable' };
      const certificates = certificatesOf(encoded);
      refuseIf(aaguid, firmware, report => {
        const named = certificatesOf(certificatesIn(report));
        return named.some(one => certificates.some(other => isSame(one, other)));
      });
      const path = judgePath(certificates, anchors, now);
      if (path.verdict === 'untrusted') throw new KeydeskError('attestation-untrusted', { model: entry.name });
      if (path.verdict === 'not-valid-now') {
        const { validFromDate, validToDate } = path.certificate.x509;
        throw new KeydeskError('attestation-expired', { from: dayOf(validFromDate), until: dayOf(validToDate) });
      }
      return { known: true };
    },
  };
}

/** The FIDO Alliance's own root may also be named: it is the same list then. */
function signerOf(pem: string | undefined, service: MetadataService) {
  const fido = { id: FIDO, rootName: null, roots: service.roots, name: service.name };
  if (pem === undefined) return fido;
  const root = certificateOf(pem);
  if (root === undefined) throw new KeydeskError('invalid-input', { detail: 'root-not-pem' });
  if (service.roots.some(known => isSame(known, root))) return fido;
  const { subject, fingerprint256 } = root.x509;
  return { id: fingerprint256, rootName: subject.replaceAll('\n', ', '), roots: [root] };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function isOld({ nextUpdate }: CachedList, now: Date): boolean {
  return Date.parse(nextUpdate) + DAY < now.getTime();
}

function stateOf(list: CachedList, others: readonly CachedList[], now: Date): MetadataState {
  return { ...headOf(list, now), others: others.map(other => headOf(other, now)) };
}

function headOf(list: CachedList, now: Date): Omit<MetadataState, 'others'> {
  const { no, nextUpdate, source, loadedAt, models, rootName } = list;
  return {
    no,
    nextUpdate,
    source,
    root: rootName,
    loadedAt,
    models: Object.keys(models).length,
    ageDays: Math.floor((now.getTime() - Date.parse(loadedAt)) / DAY),
    old: isOld(list, now),
  };
}
