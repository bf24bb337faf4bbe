/** What the browser shows when it comes back from the sign-in. */
function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Keydesk</title><style>
body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0;color-scheme:light dark}
main{max-width:32em;padding:2em}h1{font-size:1.5em;font-weight:600}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}

export const signedInPage = page('You are signed in', 'Close this window and go back to Keydesk.');
export const failedPage = page('You are not signed in', 'Keydesk tells why. Close this window and go back to it.');
