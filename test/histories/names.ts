export const TENANT = 'tenant';
export const BATCH = 'batch';
export const codeId = (n: number) => `code-${n}`;

export const userOf = (n: number) => ({
  user_id: `user${n}`,
  user_principal_name: `user${n}@contoso.example`,
  display_name: `User ${n}`,
});
