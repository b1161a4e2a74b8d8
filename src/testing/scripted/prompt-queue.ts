import type { Prompt } from '../../protocol/wire/prompt.js';
import { commandOf } from './prompt-text.js';

/** What becomes of a prompt: one that the process knows already is dropped without a word, a recorded one with one. */
export type Acceptance = 'queued' | 'known' | 'recorded';

/** The prompts that wait for their turn, with the CLI's rules for them (`cli-protocol.md`, 6.2 and 6.3). */
export class PromptQueue {
  readonly #waiting: Prompt[] = [];
  readonly #known = new Set<string>();
  readonly #isRecorded: (promptId: string) => boolean;

  /** `isRecorded` tells a prompt that the conversation had answered before this process resumed it. */
  constructor(isRecorded: (promptId: string) => boolean) {
    this.#isRecorded = isRecorded;
  }

  get ids(): readonly string[] {
    return this.#waiting.map(({ id }) => id);
  }

  accept(prompt: Prompt): Acceptance {
    if (this.#known.has(prompt.id)) return 'known';
    if (this.#isRecorded(prompt.id)) return 'recorded';
    this.#known.add(prompt.id);
    this.#waiting.push(prompt);
    return 'queued';
  }

  /** The prompts of the next turn: a slash command by itself, or all up to the next one, which the CLI merges. */
  take(): readonly Prompt[] {
    const plain = this.takePlain();
    return plain.length > 0 ? plain : this.#waiting.splice(0, 1);
  }

  /** Those at the front that are no slash command. */
  takePlain(): readonly Prompt[] {
    const command = this.#waiting.findIndex(({ content }) => commandOf(content) !== undefined);
    return this.#waiting.splice(0, command < 0 ? Infinity : command);
  }

  /** Drops all of them; returns which. */
  cancel(): readonly string[] {
    return this.#waiting.splice(0).map(({ id }) => id);
  }
}
