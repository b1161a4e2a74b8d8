import { execFile } from 'node:child_process';

/** Ends a process and all that it started, while it is still alive to be asked for them. Never rejects. */
export function killWindowsTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    // A failure says that the process is gone, which its exit event tells better.
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
  });
}
