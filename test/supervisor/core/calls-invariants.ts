import type { Answer } from '../../../src/supervisor/core/effect.js';
import type { Call } from '../../../src/supervisor/core/event.js';
import { childOf, type Invariant } from './invariants.js';
import type { World } from './random-world.js';

/** Every call is answered once, at the latest when nothing moves any more. */
export function everyCallIsAnsweredOnce(): Invariant {
  return {
    effect: (effect, { calls }) =>
      effect.type === 'reply' && !calls.has(effect.call)
        ? `call ${effect.call} is answered again`
        : undefined,
    rest: ({ calls, hasBegun }) =>
      hasBegun && calls.size > 0 ? `no answer to ${[...calls.keys()].join()}` : undefined,
  };
}

/** What a call is told is so at that moment. */
export function answersAreTrue(): Invariant {
  return {
    effect(effect, world) {
      const call = effect.type === 'reply' ? world.calls.get(effect.call) : undefined;
      if (effect.type !== 'reply' || !call || isTrue(call, effect.answer, world)) return undefined;
      const { is, word = '' } = { word: undefined, ...effect.answer };
      return `${call.verb} of ${childOf(call)} is told '${is} ${word}', which is not so`;
    },
  };
}

function isTrue(call: Call, answer: Answer, { specs, lives, flags, isEnding }: World): boolean {
  const id = childOf(call);
  const life = lives.get(id);
  const isUp = life?.isReady === true && !life.isStopping;
  if (answer.is === 'start_failed') return !life;
  if (answer.is === 'ok') {
    if (call.verb === 'deleteChild') return !specs.has(id);
    if (call.verb === 'terminateChild') return !life && !(call.forget === true && specs.has(id));
    return isUp;
  }
  switch (answer.word) {
    case 'not_found':
      return !specs.has(id);
    case 'already_started':
    case 'running':
      return isUp;
    case 'already_present':
    case 'restarting':
      return specs.has(id) && !isUp;
    case 'max_children':
      return specs.size >= flags.maxChildren;
    case 'shutdown':
      return isEnding;
    case 'stopped':
      return !life;
  }
}

/** Calls about one child are granted in the order in which they were made. */
export function callsAboutAChildKeepTheirOrder(): Invariant {
  return {
    effect(effect, { calls }) {
      const call = effect.type === 'reply' && effect.answer.is === 'ok' ? calls.get(effect.call) : undefined;
      if (!call) return undefined;
      const passed = [...calls.values()].find(
        (other) => other.id < call.id && childOf(other) === childOf(call),
      );
      return passed ? `call ${call.id} is granted before call ${passed.id} about the same child` : undefined;
    },
  };
}

/** What somebody stopped stays down until somebody starts it. */
export function stoppedByHandStaysDown(): Invariant {
  const stopped = new Set<string>();
  return {
    effect(effect, { calls }) {
      const call = effect.type === 'reply' && effect.answer.is === 'ok' ? calls.get(effect.call) : undefined;
      if (call?.verb === 'terminateChild') stopped.add(call.child);
      if (effect.type === 'forget') stopped.delete(effect.id);
      if (effect.type !== 'start') return undefined;
      const about = [...calls.values()].filter((other) => childOf(other) === effect.id);
      const isStopped = stopped.has(effect.id) || about.some(({ verb }) => verb === 'terminateChild');
      const isCalled = about.some(({ verb }) => verb === 'startChild' || verb === 'restartChild');
      if (isStopped && !isCalled) return `${effect.id} is started, which somebody has stopped`;
      stopped.delete(effect.id);
      return undefined;
    },
  };
}

/** S124. */
export function neverMoreChildrenThanAllowed(): Invariant {
  return {
    effect: (effect, { specs, flags }) =>
      effect.type === 'start' && !specs.has(effect.id) && specs.size >= flags.maxChildren
        ? `${effect.id} is one child too many`
        : undefined,
  };
}
