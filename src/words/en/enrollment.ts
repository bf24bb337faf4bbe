/** How far an enrollment has come, and what it waits for. */
export const enrollment = {
  journalStates: {
    'options-fetched': 'nothing was written yet',
    'key-prepared': 'the key was prepared',
    'credential-created': 'the passkey is on the key, but not registered',
    registered: 'the passkey is registered, but not proven',
    proven: 'the passkey is registered and proven',
    done: 'done',
    'cleaned-up': 'cleaned up',
    'needs-attention': 'needs attention',
  },
  submissions: {
    none: 'not sent to Microsoft Entra ID',
    unknown: 'sent, but no answer arrived',
    refused: 'refused by Microsoft Entra ID',
  },
  looking: 'Microsoft Entra ID may have the passkey; Keydesk keeps checking',
  waits: {
    throttled: 'Microsoft Graph is receiving too many requests and asks Keydesk to wait',
    unreachable: 'Microsoft Graph cannot be reached',
    timeout: 'Microsoft Graph did not answer in time',
    unavailable: 'Microsoft Graph is not available at the moment',
  },
} as const;
