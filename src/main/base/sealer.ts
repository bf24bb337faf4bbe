/** Encrypts small secrets with a key that the operating system keeps for this user. */
export interface Sealer {
  /** Sealers of one name unseal what each other sealed. */
  readonly name: string;
  seal(text: string): Promise<Uint8Array>;
  unseal(sealed: Uint8Array): Promise<string>;
}
