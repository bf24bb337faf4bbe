export interface SignInTable {
  connection: string;
  generation: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    sign_in: SignInTable;
  }
}
