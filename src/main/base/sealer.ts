/** Encrypts small secrets with a key that the operating system stores for this user. */
export interface Sealer {
  /** Sealers with the same name can unseal each other's data. */
  readonly name: string;
  seal(text: string): Promise<Uint8Array>;
  unseal(sealed: Uint8Array): Promise<string>;
}
