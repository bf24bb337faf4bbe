/** The initial members of a journal entry. */
export const entry = {
  tenant: 'https://graph.example',
  user_id: 'u',
  user_principal_name: 'user@contoso.example',
  key_id: 'practice',
  key_aaguid: '00000000-0000-0000-0000-000000000000',
  rp_id: 'login.microsoft.com',
  user_handle: Uint8Array.of(1, 2),
  challenge_expires_at: new Date(0).toISOString(),
  display_name: 'Key',
};
