import type { Answer, CoreReport, Effect } from '../../src/supervisor/core/effect.js';

type Fate = Extract<Effect, { readonly type: 'comes.back' | 'is.down' | 'forget' }>;

export function answerText(answer: Answer): string {
  switch (answer.is) {
    case 'ok':
      return 'ok';
    case 'refused':
      return answer.word;
    case 'start_failed':
      return `start_failed: ${answer.exit.error.message}`;
  }
}

export function fateText(fate: Fate, path: string): string {
  const child = path + fate.id;
  switch (fate.type) {
    case 'comes.back':
      return fate.at === undefined ? `${child} comes back` : `${child} comes back at ${fate.at}`;
    case 'is.down':
      return `${child} is down: ${fate.why}`;
    case 'forget':
      return `${child} is forgotten`;
  }
}

export function reportText(report: CoreReport, path: string): string {
  const offender = `${report.type} ${path}${report.child}#${report.incarnation}`;
  switch (report.type) {
    case 'started':
    case 'auto_shutdown':
      return offender;
    case 'restart_scheduled':
      return `${offender} at ${report.at} after ${report.failures}`;
    case 'gave_up':
      return `${offender} ${report.limit}: ${report.exit.error.message}`;
    case 'child_terminated':
    case 'start_error':
    case 'shutdown_error':
    case 'child_gave_up':
      return `${offender}: ${report.exit.error.message}`;
  }
}
