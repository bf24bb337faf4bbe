/** Maximum length of PEM text: a certificate with its chain and its key takes a few thousand characters. */
export const MAX_PEM = 65_536;

/** Maximum size of a file with PEM text, in bytes. UTF-16 has two for a character. */
export const MAX_PEM_FILE = 2 * MAX_PEM;
