import { isCalledFor, type Invariant } from './invariants.js';
import { ROUND, type World } from './random-world.js';

/** A child has one life at a time, and its lives are numbered. */
export function oneLifeAtATime(): Invariant {
  const latest = new Map<string, number>();
  return {
    effect(effect, { lives }) {
      if (effect.type === 'forget') latest.delete(effect.id);
      if (effect.type === 'start') {
        const { id, incarnation } = effect;
        if (lives.has(id)) return `${id} is started while it lives`;
        if (incarnation !== (latest.get(id) ?? 0) + 1)
          return `${id} is started under a number that is not its next`;
        latest.set(id, incarnation);
      }
      if (effect.type === 'stop') {
        const life = lives.get(effect.id);
        if (life?.incarnation !== effect.incarnation) return `${effect.id} is stopped, which does not live`;
        if (life.isStopping) return `${effect.id} is stopped twice`;
      }
      return effect.type === 'forget' && lives.has(effect.id)
        ? `${effect.id} is forgotten while it lives`
        : undefined;
    },
  };
}

/**
 * S19, S27, S52, S53: what is started without being asked for by a call waits for those before it, and comes before those
 * behind it; what is stopped so waits for those behind it.
 */
export function startOrderAndItsReverse(): Invariant {
  /** Those that a call has started since the last group restart was decided: they are no part of it. */
  const byCall = new Set<string>();
  const others = (id: string, { specs, lives }: World, side: 'before' | 'behind'): readonly string[] => {
    const order = [...specs.keys()];
    const at = order.indexOf(id);
    return (side === 'before' ? order.slice(0, at) : order.slice(at + 1)).filter((other) => lives.has(other));
  };
  return {
    effect(effect, world) {
      if (effect.type === 'report' && effect.report.type === 'restart_scheduled') byCall.clear();
      if (world.flags.kind === 'dynamicSupervisor') return undefined;
      if (effect.type === 'stop' && !isCalledFor(effect.id, world)) {
        const behind = others(effect.id, world, 'behind');
        return behind.length > 0 ? `${effect.id} is stopped before ${behind.join()}` : undefined;
      }
      if (effect.type !== 'start') return undefined;
      const { id } = effect;
      byCall.delete(id);
      if (isCalledFor(id, world)) return void byCall.add(id);
      if (world.hasStarted && world.flags.strategy === 'one_for_one') return undefined;
      const behind = others(id, world, 'behind').filter((other) => !byCall.has(other));
      if (behind.length > 0) return `${id} is started after ${behind.join()}`;
      const moving = others(id, world, 'before').filter((other) => {
        const life = world.lives.get(other);
        const isMoving = life?.isReady === false || life?.isStopping;
        return isMoving && !byCall.has(other) && !isCalledFor(other, world);
      });
      return moving.length > 0 ? `${id} is started while ${moving.join()} is not up` : undefined;
    },
  };
}

/** S51-S53: with a child that failed those are restarted that the strategy names, all of them and nobody else. */
export function groupsAreWhole(): Invariant {
  /** Since the last restart was decided. */
  const started = new Set<string>();
  /** Those that are to be stopped with a child that failed. */
  const group = new Set<string>();
  return {
    effect(effect, world) {
      const { flags, specs, lives } = world;
      const order = [...specs.keys()];
      if (effect.type === 'report' && effect.report.type === 'restart_scheduled') {
        started.clear();
        if (flags.strategy === 'one_for_one') return undefined;
        group.add(effect.report.child);
        // A group that waits to be started is part of the next one.
        const first = order.findIndex((id) => flags.strategy === 'one_for_all' || group.has(id));
        for (const id of order.slice(first)) group.add(id);
      }
      if (effect.type !== 'start' && effect.type !== 'stop') return undefined;
      const { type, id } = effect;
      const isPart = group.has(id);
      if (type === 'start') {
        started.add(id);
        group.delete(id);
      }
      if (world.isEnding || isCalledFor(id, world)) return undefined;
      if (type === 'stop') return isPart ? undefined : `${id} is stopped, though no group of it failed`;
      if (!world.hasStarted || flags.strategy !== 'one_for_all') return undefined;
      const left = order
        .slice(0, order.indexOf(id))
        .filter((other) => lives.has(other) && !started.has(other));
      return left.length > 0 ? `${id} is started with its group, and ${left.join()} is not` : undefined;
    },
  };
}

/** S21, S23, S33, S69: what is ending starts nothing, and a child that cannot be started at first ends it. */
export function nothingStartsAtTheEnd(): Invariant {
  return {
    effect: (effect, { isEnding }) =>
      effect.type === 'start' && isEnding ? `${effect.id} is started while all are stopped` : undefined,
  };
}

/** The end comes once, when nothing lives and nobody waits, and nothing comes after it. */
export function oneEnd(): Invariant {
  return {
    effect(effect, { hasEnded, lives, timers, calls }) {
      // Who calls too late is told so.
      if (hasEnded && effect.type !== 'reply') return `${effect.type} after the end`;
      if (effect.type !== 'ended') return undefined;
      if (lives.size > 0) return `it ends while ${[...lives.keys()].join()} live`;
      if (timers.size > 0) return `it ends with a timer armed for ${[...timers.keys()].join()}`;
      return calls.size > 0 ? `it ends without an answer to ${[...calls.keys()].join()}` : undefined;
    },
    rest: ({ isEnding, hasEnded }) => (isEnding && !hasEnded ? 'it does not come to its end' : undefined),
  };
}

/** A timer is armed where none is, for a time to come, and disarmed where there is one. */
export function timersAreUsedOrDisarmed(): Invariant {
  return {
    effect(effect, { timers, now }) {
      switch (effect.type) {
        case 'arm':
        case 'arm.round': {
          const id = effect.type === 'arm' ? effect.id : ROUND;
          if (timers.has(id)) return `a second timer is armed for ${id}`;
          return effect.at >= now ? undefined : `a timer is armed for ${id} in the past`;
        }
        case 'disarm':
          return timers.has(effect.id) ? undefined : `${effect.id} has no timer to disarm`;
        case 'disarm.round':
          return timers.has(ROUND) ? undefined : 'there is no timer of a round to disarm';
        case 'start':
          return timers.has(effect.id) ? `${effect.id} is started, and its timer stays armed` : undefined;
        default:
          return undefined;
      }
    },
  };
}
