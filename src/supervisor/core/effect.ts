import type { DownReason, Exit, SupervisorEnding } from './exit.js';

/** What is to be done; carried out in order. */
export type Effect =
  /** `child.ready` or `child.exited` of this incarnation follows. */
  | { readonly type: 'start'; readonly id: string; readonly incarnation: number }
  /** By the child's own `shutdown`; `child.exited` follows. Also while it starts. */
  | { readonly type: 'stop'; readonly id: string; readonly incarnation: number }
  /** `child.due` at that time. */
  | { readonly type: 'arm'; readonly id: string; readonly incarnation: number; readonly at: number }
  | { readonly type: 'disarm'; readonly id: string }
  /** `round.due` at that time. */
  | { readonly type: 'arm.round'; readonly at: number }
  | { readonly type: 'disarm.round' }
  /** The child comes back; `at`, where it is known when. */
  | { readonly type: 'comes.back'; readonly id: string; readonly at: number | undefined }
  /** The child is down. `exit` led to that, where one did; where its spec goes with it, `forget` follows. */
  | {
      readonly type: 'is.down';
      readonly id: string;
      readonly why: DownReason;
      readonly exit: Exit | undefined;
      readonly forgotten: boolean;
    }
  /** The spec is gone, and with it whatever was reserved for it. It comes after `is.down`. */
  | { readonly type: 'forget'; readonly id: string }
  | { readonly type: 'reply'; readonly call: number; readonly answer: Answer }
  | { readonly type: 'report'; readonly report: CoreReport }
  /** All children are up; the supervisor serves. */
  | { readonly type: 'started' }
  /** All children are down; nothing follows. */
  | { readonly type: 'ended'; readonly ending: SupervisorEnding };

/** OTP's words. */
export type Refusal =
  | 'already_started'
  | 'already_present'
  | 'not_found'
  | 'running'
  | 'restarting'
  | 'max_children'
  /** The supervisor ends (S39). */
  | 'shutdown'
  /** The child was stopped before it was up. */
  | 'stopped';

export type Answer =
  | { readonly is: 'ok' }
  | { readonly is: 'refused'; readonly word: Refusal }
  | { readonly is: 'start_failed'; readonly exit: Exit };

/** What is told of a child or the supervisor (S122), and what is beyond OTP. */
export type CoreReport =
  /** OTP's `progress`. */
  | { readonly type: 'started'; readonly child: string; readonly incarnation: number }
  | {
      readonly type: 'child_terminated' | 'start_error' | 'shutdown_error' | 'child_gave_up';
      readonly child: string;
      readonly incarnation: number;
      readonly exit: Exit;
    }
  /** A restart is delayed until `at`. */
  | {
      readonly type: 'restart_scheduled';
      readonly child: string;
      readonly incarnation: number;
      readonly at: number;
      readonly failures: number;
    }
  /** OTP's `reached_max_restart_intensity`. */
  | {
      readonly type: 'gave_up';
      readonly child: string;
      readonly incarnation: number;
      readonly exit: Exit;
      readonly limit: 'maxRestarts' | 'maxConsecutive';
    }
  | { readonly type: 'auto_shutdown'; readonly child: string; readonly incarnation: number };
