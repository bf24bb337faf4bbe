/** The page that a window begins with as long as no tenant is connected. */
export const startStrings = {
  title: 'Welcome to Keydesk',
  subtitle: 'Keydesk turns blank security keys into Microsoft passkeys. Choose how to begin.',
  connectTitle: 'Work with your organization',
  connectText:
    'Connect your Microsoft Entra ID tenant. Keydesk shows step by step which app to register and which permissions to grant.',
  practiceTitle: 'Try it first',
  practiceText:
    'Practice with a software key and a simulated tenant. You need no security key and no account, and nothing real is touched.',
  later: 'You can change this at any time under Settings.',
};

/** The way between practice mode and the real tenant. */
export const modeStrings = {
  connect: 'Connect a tenant',
  workWith: (tenant: string) => `Work with ${tenant}`,
  practice: 'Practice',
  practiceTitle: 'Practice mode',
  changing: 'Keydesk starts again in the other mode…',
  inPractice:
    'Keydesk is in practice mode: this tenant and the security key are simulated, and nothing real is touched. What you do here stays separate from the real tenant.',
  inPracticeWith: (tenant: string) =>
    `Keydesk is in practice mode: this tenant and the security key are simulated, and nothing real is touched. The connection to ${tenant} and its records are unchanged.`,
  practiceText:
    'Keydesk starts again with a software key and a simulated tenant. Your connections and records are unchanged, and you come back from here.',
};
