import type { Responder } from 'troupe/testing';

/**
 * Stands in for the model where there is no API key. It knows nothing but what the request holds, so that an answer
 * proves what the model was sent: it remembers a name or a code only if the conversation says it.
 */
export const loopbackModel: Responder = (request) => {
  const told = (pattern: RegExp): string | undefined =>
    request.userTexts
      .map((text) => pattern.exec(text)?.[1])
      .filter((found) => found !== undefined)
      .at(-1);
  const asked = request.lastUserText;
  if (/what('s| is) my name/i.test(asked)) {
    const name = told(/my name is (\w+)/i);
    return name === undefined ? "You haven't told me your name." : `Your name is ${name}!`;
  }
  if (/what was the code/i.test(asked)) return `The code is ${told(/the code is (\w+)/i) ?? 'unknown to me'}`;
  if (/talking about/i.test(asked))
    return `We were talking about: ${request.userTexts.slice(0, -1).join('; ')}`;
  return `You said: ${asked}`;
};
