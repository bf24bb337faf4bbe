/** What the browser shows when it comes back from a sign-in. */
export interface SignInPageWords {
  readonly signedIn: { readonly title: string; readonly text: string };
  readonly failed: { readonly title: string; readonly text: string };
}

const en: SignInPageWords = {
  signedIn: { title: 'You are signed in', text: 'Go back to Keydesk. You can close this window.' },
  failed: { title: 'You are not signed in', text: 'Go back to Keydesk, which says why. You can close this window.' },
};

const de: SignInPageWords = {
  signedIn: { title: 'Sie sind angemeldet', text: 'Gehen Sie zurück zu Keydesk. Sie können dieses Fenster schließen.' },
  failed: {
    title: 'Sie sind nicht angemeldet',
    text: 'Gehen Sie zurück zu Keydesk; dort steht, warum. Sie können dieses Fenster schließen.',
  },
};

/** By BCP 47 tags. Each language of the activation window is among them. */
export const signInPageLanguages: Readonly<Record<string, SignInPageWords>> = { en, de };

/** Returns the tag of the language that is shown for a wanted one. */
export function signInPageLanguage(wanted: string | undefined): string {
  return wanted !== undefined && Object.hasOwn(signInPageLanguages, wanted) ? wanted : 'en';
}
