/** Gathers the parts of a text and gives them to the browser as a download. */
export async function saveText(parts: AsyncIterable<string>, name: string, type: string): Promise<void> {
  const gathered: string[] = [];
  for await (const part of parts) gathered.push(part);
  save(gathered, name, type);
}

/** The same for bytes that come as base64, each part on its own. */
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

/** Today, for the name of a file. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
