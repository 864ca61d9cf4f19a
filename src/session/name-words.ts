/** The words of a name or a path, in lower case: `handleSignOut`, `/auth/sign_out`, `MCP_SESSION_ID`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
}
