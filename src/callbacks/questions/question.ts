import type {
  ElicitationRequest,
  ElicitationResult,
  PermissionContext,
  PermissionResult,
  UserDialogRequest,
  UserDialogResult,
} from '../../protocol/callbacks/index.js';

/** Something that waits for an answer, which may be given from anywhere in the host, once. */
export type Question = PermissionQuestion | ElicitationQuestion | DialogQuestion;

interface Answerable<Answer> {
  /** Unique; it is what `answerQuestion(id, …)` of the session and of its system take. */
  readonly id: string;
  readonly sessionName: string | undefined;
  readonly sessionId: string | undefined;
  /** Fires when it was withdrawn, ran out of time, or was answered by another than the session's callback. */
  readonly signal: AbortSignal;
  /** Throws `not_pending` where it is late, and `invalid_option` for what is no answer; the question stays then. */
  answer(answer: Answer): void;
}

/** Whether a tool may be used. */
export interface PermissionQuestion extends Answerable<PermissionResult>, PermissionContext {
  readonly kind: 'permission';
  readonly toolName: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What an MCP server asks of its user. */
export interface ElicitationQuestion extends Answerable<ElicitationResult>, ElicitationRequest {
  readonly kind: 'elicitation';
}

/** A dialog that the CLI wants shown. */
export interface DialogQuestion extends Answerable<UserDialogResult>, UserDialogRequest {
  readonly kind: 'dialog';
}

/** An answer to a question of some kind. */
export type QuestionAnswer = PermissionResult | ElicitationResult | UserDialogResult;

/** The events by which questions are announced. */
export type QuestionEvents = {
  permission: [question: PermissionQuestion];
  elicitation: [question: ElicitationQuestion];
  dialog: [question: DialogQuestion];
};
