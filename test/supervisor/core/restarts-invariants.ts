import type { CoreSpec } from '../../../src/supervisor/core/spec.js';
import { isCalledFor, type Invariant } from './invariants.js';
import type { World } from './random-world.js';

/** S63, S64: the window never holds more restarts than are allowed, and nobody gives up before it is full. */
export function budgetIsKept(): Invariant {
  const restarts: number[] = [];
  return {
    effect(effect, { now, flags: { maxRestarts, period } }) {
      if (effect.type !== 'report') return undefined;
      const recent = restarts.filter((at) => at >= now - period).length;
      if (effect.report.type === 'gave_up' && effect.report.limit === 'maxRestarts')
        return recent === maxRestarts ? undefined : `it gives up after ${recent} of ${maxRestarts} restarts`;
      if (effect.report.type !== 'restart_scheduled') return undefined;
      restarts.push(now);
      return recent < maxRestarts ? undefined : `restart ${recent + 1} of ${maxRestarts} within ${period} ms`;
    },
  };
}

/** No child is started by itself but at first, or after a restart that was counted, and not before its delay is over. */
export function everyRestartIsCounted(): Invariant {
  const counted = new Map<string, number>();
  return {
    effect(effect, world) {
      if (effect.type === 'report' && effect.report.type === 'restart_scheduled') {
        const { child, at } = effect.report;
        const group = world.flags.strategy === 'one_for_one' ? [child] : world.specs.keys();
        for (const id of group) counted.set(id, at);
      }
      const isForced = [...world.calls.values()].some((call) => call.verb === 'restartChild' && call.live);
      if (isForced && effect.type === 'disarm.round')
        for (const id of counted.keys()) counted.set(id, world.now);
      if (effect.type !== 'start') return undefined;
      const { id, incarnation } = effect;
      const at = counted.get(id);
      counted.delete(id);
      if (isCalledFor(id, world) || (!world.hasStarted && incarnation === 1)) return undefined;
      if (at === undefined) return `${id} is started again, and no restart is counted`;
      return at <= world.now ? undefined : `${id} is started before its delay is over`;
    },
  };
}

/** A child's failures in a row are counted until it was up for `stableAfter` or is started by hand. */
export function failuresInARowAreCounted(): Invariant {
  const failures = new Map<string, number>();
  const upSince = new Map<string, number>();
  /** Those that were started while a call for that waited: who can tell whether it was for the call? */
  const maybeByHand = new Set<string>();
  const isOver = (id: string, { now, specs }: World): void => {
    const stableAfter = specs.get(id)?.stableAfter ?? Infinity;
    if (now - (upSince.get(id) ?? Infinity) >= stableAfter) failures.delete(id);
    upSince.delete(id);
  };
  return {
    before(event, world) {
      const life = 'incarnation' in event && isLatest(event, world) ? world.lives.get(event.id) : undefined;
      if (event.type === 'child.ready' && life && !life.isReady && !life.isStopping)
        upSince.set(event.id, world.now);
      if (event.type === 'child.exited' && life) isOver(event.id, world);
      return undefined;
    },
    effect(effect, world) {
      if (effect.type === 'stop') isOver(effect.id, world);
      if (effect.type === 'forget') failures.delete(effect.id);
      if (effect.type === 'start' && isCalledFor(effect.id, world)) maybeByHand.add(effect.id);
      if (effect.type !== 'report') return undefined;
      const { report } = effect;
      const count = (failures.get(report.child) ?? 0) + 1;
      const most = world.specs.get(report.child)?.maxConsecutive ?? Infinity;
      if (report.type === 'gave_up' && report.limit === 'maxConsecutive')
        return count >= most ? undefined : `it gives up after ${count} of ${most} failures in a row`;
      if (report.type !== 'restart_scheduled') return undefined;
      const isCounted = report.failures === count || (maybeByHand.has(report.child) && report.failures === 1);
      if (!isCounted) return `${count} failures in a row are counted as ${report.failures}`;
      failures.set(report.child, report.failures);
      maybeByHand.delete(report.child);
      return report.failures < most
        ? undefined
        : `${report.child} is restarted after ${most} failures in a row`;
    },
  };
}

/** What no restart can mend is not restarted for its own sake. */
export function nothingIsRestartedInVain(): Invariant {
  const broken = new Set<string>();
  return {
    before(event, world) {
      if (event.type !== 'child.exited' || !isLatest(event, world)) return undefined;
      if (event.exit.mendable) broken.delete(event.id);
      else broken.add(event.id);
      return undefined;
    },
    effect: (effect) =>
      effect.type === 'report' &&
      effect.report.type === 'restart_scheduled' &&
      broken.has(effect.report.child)
        ? `${effect.report.child} is restarted, which no restart can mend`
        : undefined,
  };
}

/** Every end of a child is answered in the same step: it comes back, or it is down; which of them, S41 and S42 say. */
export function everyEndIsAnswered(): Invariant {
  let ended: { readonly spec: CoreSpec | undefined; readonly isAsked: boolean } | undefined;
  return {
    before(event, world) {
      const life =
        event.type === 'child.exited' && isLatest(event, world) ? world.lives.get(event.id) : undefined;
      ended = undefined;
      if (event.type === 'child.exited' && life)
        ended = { spec: world.specs.get(event.id), isAsked: life.isStopping || !life.isReady };
      return undefined;
    },
    after(event, effects, { isEnding }) {
      if (event.type !== 'child.exited' || !ended?.spec) return undefined;
      const { id, restart } = ended.spec;
      const answers = effects.filter((each) => 'id' in each && each.id === id).map(({ type }) => type);
      // Told twice where the time of its return is known only then.
      const fates = [...new Set(answers.filter((type) => type === 'comes.back' || type === 'is.down'))];
      if (fates.length === 0) return `the end of ${id} is not answered`;
      // It may end for what had waited for this child's end.
      if (isEnding) return undefined;
      if (fates.length > 1) return `the end of ${id} is answered by ${fates.join(' and ')}`;
      if (ended.isAsked || !event.exit.mendable) return undefined;
      const isFailure = event.exit.kind === 'abnormal';
      const comesBack = restart === 'permanent' || (restart === 'transient' && isFailure);
      return comesBack === (fates[0] === 'comes.back')
        ? undefined
        : `${id} is ${fates.join()} after such an end`;
    },
  };
}

/** A child that is to come back has a timer, or something that moves, before it; at rest each is up, or down for a reason. */
export function nobodyIsForgotten(): Invariant {
  const down = new Map<string, string>();
  return {
    effect(effect, { specs, isEnding }) {
      if (effect.type === 'ended') {
        const untold = [...specs.keys()].filter((id) => !down.has(id));
        return untold.length > 0 ? `it ends, and nobody is told that ${untold.join()} is down` : undefined;
      }
      if (effect.type === 'comes.back' && isEnding) return `${effect.id} is to come back to the end`;
      if (effect.type === 'is.down') down.set(effect.id, effect.why);
      if (effect.type === 'comes.back' || effect.type === 'forget' || effect.type === 'start')
        down.delete(effect.id);
      return undefined;
    },
    after(_event, _effects, { specs, lives, timers, hasBegun, hasEnded }) {
      const isMoving =
        timers.size > 0 || [...lives.values()].some((life) => life.isStopping || !life.isReady);
      if (!hasBegun || hasEnded || isMoving) return undefined;
      const lost = [...specs.keys()].filter((id) => !lives.has(id) && !down.has(id));
      return lost.length > 0 ? `${lost.join()} is to come back, and nothing will bring it` : undefined;
    },
    rest({ specs, lives, hasBegun, hasEnded, hasStarted }) {
      if (!hasBegun || hasEnded) return undefined;
      if (!hasStarted) return 'it has not started';
      const given = ['asked', 'failed', 'gave_up'];
      const isDown = ({ id, restart }: CoreSpec): boolean =>
        restart === 'permanent' && !lives.has(id) && !given.includes(down.get(id) ?? '');
      const lost = [...specs.values()].filter(isDown);
      return lost.length > 0 ? `${lost.map(({ id }) => id).join()} is permanent, and stays down` : undefined;
    },
  };
}

function isLatest(
  { id, incarnation }: { readonly id: string; readonly incarnation: number },
  { lives }: World,
): boolean {
  return lives.get(id)?.incarnation === incarnation;
}
