import type { Exit } from './exit.js';
import type { CoreSpec } from './spec.js';

/** What happens to a supervisor. An event of an incarnation that is not the child's latest is ignored (S48). */
export type CoreEvent =
  /** Start the children. */
  | { readonly type: 'begin' }
  | { readonly type: 'child.ready'; readonly id: string; readonly incarnation: number }
  | { readonly type: 'child.exited'; readonly id: string; readonly incarnation: number; readonly exit: Exit }
  /** The delay of its restart is over. */
  | { readonly type: 'child.due'; readonly id: string; readonly incarnation: number }
  | { readonly type: 'round.due' }
  | { readonly type: 'call'; readonly call: Call }
  /** End, and all children with it. */
  | { readonly type: 'stop' };

/** A management call; `id` is that of the call, by which it is answered. */
export type Call =
  | { readonly verb: 'startChild'; readonly id: number; readonly spec: CoreSpec }
  /** `forget`: its spec goes, too (beyond OTP). */
  | {
      readonly verb: 'terminateChild';
      readonly id: number;
      readonly child: string;
      readonly forget?: boolean;
    }
  /** `live`: a running one, too, which is stopped first (beyond OTP). */
  | { readonly verb: 'restartChild'; readonly id: number; readonly child: string; readonly live: boolean }
  | { readonly verb: 'deleteChild'; readonly id: number; readonly child: string };
