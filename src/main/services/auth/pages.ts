import { signInPageLanguage, signInPageLanguages } from '../../../contract/activation/signInPageWords.ts';

/** The pages that the browser shows after the sign-in. */
export interface SignInPages {
  readonly signedIn: string;
  readonly failed: string;
}

/** @param wanted BCP 47 tag; English if Keydesk does not have this language */
export function signInPages(wanted: string | undefined): SignInPages {
  const language = signInPageLanguage(wanted);
  const words = signInPageLanguages[language];
  const show = (name: keyof SignInPages) => page(language, words?.[name].title ?? '', words?.[name].text ?? '');
  return { signedIn: show('signedIn'), failed: show('failed') };
}

function page(language: string, title: string, text: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Keydesk</title><style>
body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0;color-scheme:light dark}
main{max-width:32em;padding:2em}h1{font-size:1.5em;font-weight:600}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}
