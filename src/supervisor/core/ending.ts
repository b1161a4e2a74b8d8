import type { Draft } from './draft.js';
import type { SupervisorEnding } from './exit.js';
import { openStop } from './round.js';
import type { Child } from './state.js';

/**
 * Ends the supervisor: what waits is cut short, and what lives is stopped in reverse start order, one by one (S27); a
 * dynamic supervisor's children all at once (S32). The first reason counts.
 */
export function end(draft: Draft, ending: SupervisorEnding): void {
  if (draft.state.phase === 'stopping' || draft.state.phase === 'stopped') return;
  const { held, round } = draft.state;
  if (round?.stage === 'waiting') draft.emit({ type: 'disarm.round' });
  draft.set({ phase: 'stopping', ending, held: [], died: [] });
  for (const { id } of held) draft.reply(id, { is: 'refused', word: 'shutdown' });
  for (const child of draft.state.children.values()) cut(draft, child);
  openStop(draft);
}

function cut(draft: Draft, child: Child): void {
  switch (child.phase.is) {
    case 'dead':
      return draft.down(child, 'supervisor', child.phase.exit);
    case 'waiting':
    case 'due':
      return draft.down(child, 'supervisor');
    case 'stopping':
      return void draft.enter(child, { is: 'stopping', next: 'down' });
    case 'starting':
    case 'up':
      return draft.state.flags.kind === 'dynamicSupervisor' ? draft.stop(child, 'down') : undefined;
    case 'down':
  }
}
