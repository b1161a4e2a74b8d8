/** What was thrown or rejected with, as text; a value that cannot be one does not throw again. */
export function faultText(fault: unknown): string {
  try {
    return String(fault);
  } catch {
    return 'a value that has no text';
  }
}
