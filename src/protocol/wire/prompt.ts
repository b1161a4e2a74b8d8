import type { PromptContent } from '../messages/content.js';

/** A prompt on its way to the CLI. Its id is its uuid on the wire, by which its turn is recognised. */
export interface Prompt {
  readonly id: string;
  readonly content: PromptContent;
}
