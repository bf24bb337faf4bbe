/** Collects the parts of a text and downloads them as a file. */
export async function saveText(parts: AsyncIterable<string>, name: string, type: string): Promise<void> {
  const gathered: string[] = [];
  for await (const part of parts) gathered.push(part);
  save(gathered, name, type);
}

/** Collects bytes, each part in base64, and downloads them as a file. */
export async function saveBytes(parts: AsyncIterable<string>, name: string, type: string): Promise<void> {
  const gathered: BlobPart[] = [];
  for await (const part of parts) gathered.push(Uint8Array.from(atob(part), character => character.charCodeAt(0)));
  save(gathered, name, type);
}

function save(gathered: BlobPart[], name: string, type: string): void {
  const url = URL.createObjectURL(new Blob(gathered, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Returns the date of today (UTC) for the name of a file. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
