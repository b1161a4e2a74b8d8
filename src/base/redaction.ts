const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|AUTH|COOKIE/i;

/** Shorter values are too common in ordinary text to blank out. */
const SHORTEST_SECRET = 6;

const REDACTED = '[redacted]';

/**
 * Removes from a text every value that the given environment holds under a name that speaks of a secret, and whatever
 * else is known to be one.
 */
export function redactor(
  environment: Readonly<Record<string, string>>,
  known: readonly string[] = [],
): (text: string) => string {
  const named = Object.entries(environment).filter(([name]) => SECRET_NAME.test(name));
  const secrets = [...named.map(([, value]) => value), ...known]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const redacted = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
    const cut = Math.max(0, ...secrets.map((secret) => lengthOfCutSecret(redacted, secret)));
    return cut === 0 ? redacted : REDACTED + redacted.slice(cut);
  };
}

/** How much of a secret's end the text begins with, as the tail of a longer one may. */
function lengthOfCutSecret(text: string, secret: string): number {
  let length = secret.length - 1;
  while (length >= SHORTEST_SECRET && !text.startsWith(secret.slice(-length))) length -= 1;
  return length < SHORTEST_SECRET ? 0 : length;
}
