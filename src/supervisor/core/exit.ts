import type { SessionError } from '../../errors/session-error.js';

/** How an incarnation of a child ended, or why it could not be started. */
export interface Exit {
  /** As OTP tells exits apart (S43): `normal` and `shutdown` are no failures. */
  readonly kind: 'normal' | 'shutdown' | 'abnormal';
  /** Whether another start may end otherwise. */
  readonly mendable: boolean;
  /** Asked to end, it had to be killed (S34). */
  readonly forced: boolean;
  /** What is told of it. */
  readonly error: SessionError;
  /** What of its processes could not be ended: `not_stopped`. */
  readonly leftover?: SessionError | undefined;
}

/** Why a supervisor ends. To its own supervisor each of these is a `shutdown` (S44), but for a failed start. */
export type SupervisorEnding =
  /** It was asked to. */
  | { readonly why: 'stopped' }
  /** A child could not be started at first (S21). */
  | { readonly why: 'start_failed'; readonly child: string; readonly exit: Exit }
  /** It restarted too often (S69), or one child failed too often in a row. */
  | {
      readonly why: 'gave_up';
      readonly child: string;
      readonly exit: Exit;
      readonly limit: 'maxRestarts' | 'maxConsecutive';
    }
  /** A significant child ended (S98, S99). */
  | { readonly why: 'auto_shutdown'; readonly child: string };

/**
 * - `asked`: stopped by hand; only a call brings it back.
 * - `ended`: it ended by itself, and is not to be restarted; a group restart brings it back (S56).
 * - `failed`: a start by hand failed (S88).
 * - `gave_up`: it ended in a way that no restart can mend.
 * - `supervisor`: its supervisor ends.
 */
export type DownReason = 'asked' | 'ended' | 'failed' | 'gave_up' | 'supervisor';
