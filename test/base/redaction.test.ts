import { describe, expect, test } from 'vitest';
import { redactor } from '../../src/base/redaction.js';

const key = 'sk-ant-0123456789';

describe('what is taken out', () => {
  test.each([
    'ANTHROPIC_API_KEY',
    'GITHUB_TOKEN',
    'CLIENT_SECRET',
    'DB_PASSWORD',
    'db_passwd',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'PROXY_AUTH',
    'SESSION_COOKIE',
  ])('is the value of %s', (name) => {
    expect(redactor({ [name]: key })(`refused '${key}'.`)).toBe("refused '[redacted]'.");
  });

  test('is whatever else is known to be secret', () => {
    const redact = redactor({ HOME: '/home/app' }, ['canary-1', 'short', '']);
    expect(redact('/home/app said canary-1, short')).toBe('/home/app said [redacted], short');
  });

  test('is every occurrence of every secret', () => {
    const redact = redactor({ A_KEY: 'first-secret', B_TOKEN: 'second-secret' });
    expect(redact('first-secret, second-secret, first-secret')).toBe('[redacted], [redacted], [redacted]');
  });

  test('is the whole of a secret that holds another', () => {
    const redact = redactor({ A_KEY: 'secret', B_KEY: 'secret-and-more' });
    expect(redact('it is secret-and-more')).toBe('it is [redacted]');
  });

  test('is taken as text, not as a pattern', () => {
    const redact = redactor({ A_KEY: 'a.c+$&(' });
    expect(redact('abcc and a.c+$&(')).toBe('abcc and [redacted]');
  });

  test('is the end of a secret in which the text begins, for it may be cut', () => {
    const redact = redactor({ A_KEY: key });
    for (let length = 6; length < key.length; length += 1) {
      expect(redact(`${key.slice(-length)} was refused`)).toBe('[redacted] was refused');
    }
  });

  test('is no more than a secret that repeats itself', () => {
    expect(redactor({ A_KEY: 'abababab' })('abababab ab')).toBe('[redacted] ab');
  });
});

describe('what stays', () => {
  test.each<[what: string, environment: Record<string, string>]>([
    ['the value of another variable', { ANTHROPIC_MODEL: key }],
    ['a value too short to tell apart', { SHORT_KEY: key.slice(0, 5) }],
    ['an empty value', { EMPTY_KEY: '' }],
  ])('is %s', (_, environment) => {
    expect(redactor(environment)(`said ${key}`)).toBe(`said ${key}`);
  });

  test('is a text without secrets', () => {
    expect(redactor({ A_KEY: key })('Error: unknown option')).toBe('Error: unknown option');
    expect(redactor({ A_KEY: key })('')).toBe('');
  });
});
