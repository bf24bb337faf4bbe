import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { MetadataState, MetadataUpdate } from '../../../contract/metadata/schema.ts';
import { verifyBlob } from './blob.ts';
import { EARLIER, FIDO, readCache, toList, writeCache } from './cache.ts';
import { certificateOf, isSame } from './certificates.ts';
import type { MetadataContext, MetadataService } from './context.ts';
import { stateOf } from './listState.ts';
import { fromFile, fromUrl, METADATA_SERVICE } from './source.ts';

/**
 * Loads a newer list under its root. If this fails, the current lists stay.
 * @throws KeydeskError metadata-unreachable, metadata-damaged, metadata-untrusted, metadata-older, invalid-input
 */
export async function updateList(
  context: MetadataContext,
  { file, url, root }: MetadataUpdate,
): Promise<MetadataState> {
  const { folder, clock, service, network } = context;
  if (file !== undefined && url !== undefined) {
    throw new KeydeskError('invalid-input', { detail: 'file-or-address' });
  }
  const signer = signerOf(root, service);
  const source = file ?? url ?? METADATA_SERVICE;
  const jws = await (file === undefined ? fromUrl(source, network) : fromFile(file));
  const payload = await verifyBlob(jws, signer, clock());
  // Another Keydesk with the same folder may have loaded a list meanwhile.
  const kept = readCache(folder);
  if (kept.length > 0) context.lists = kept;
  const known = context.lists.find(list => list.root === signer.id);
  if (known !== undefined && payload.no < known.no) {
    throw new KeydeskError('metadata-older', { no: payload.no, known: known.no });
  }
  const loaded = toList(payload, { source, root: signer.id, rootName: signer.rootName }, clock());
  const next = [loaded, ...context.lists.filter(list => list !== known && list.root !== EARLIER)];
  writeCache(folder, next);
  context.lists = next;
  return stateOf(loaded, next.slice(1), clock());
}

/** A request may also contain the FIDO Alliance's own root: that is the same list. */
function signerOf(pem: string | undefined, service: MetadataService) {
  const fido = { id: FIDO, rootName: null, roots: service.roots, name: service.name };
  if (pem === undefined) return fido;
  const root = certificateOf(pem);
  if (root === undefined) throw new KeydeskError('invalid-input', { detail: 'root-not-pem' });
  if (service.roots.some(known => isSame(known, root))) return fido;
  const { subject, fingerprint256 } = root.x509;
  return { id: fingerprint256, rootName: subject.replaceAll('\n', ', '), roots: [root] };
}
