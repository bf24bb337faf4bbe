import type { MetadataUpdate } from '../../../contract/metadata/schema.ts';

/**
 * Returns the request for a list of key models.
 * @param source a web address, or the path of a file
 * @param root the root certificate in PEM; empty for that of the FIDO Alliance
 */
export function metadataSource(source: string, root: string): MetadataUpdate {
  const from = source.trim();
  return {
    ...(/^https?:\/\//i.test(from) ? { url: from } : { file: from }),
    ...(root.trim() === '' ? {} : { root }),
  };
}
