/** Returns the content of a file as a `data:` address, whose part after the comma is base64. */
export function dataUrlOf(content: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(content);
  });
}

/** Returns the content of a `data:` address in base64. */
export function base64In(dataUrl: string): string {
  return dataUrl.slice(dataUrl.indexOf(',') + 1);
}
