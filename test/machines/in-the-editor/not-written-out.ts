import ts from 'typescript';

/** Where XState wants a function, and an editor shows none. */
const FUNCTIONS: ReadonlySet<string> = new Set(['context', 'input', 'output']);

/**
 * What in the configurations of a file is no literal, with its line: a spread, a computed key, a variable, a call, an
 * inline action. An editor passes over it, or cannot write it back.
 */
export function notWrittenOut(source: string): string[] {
  const file = ts.createSourceFile('machine.ts', source, ts.ScriptTarget.Latest, true);
  return [...configurations(file)].flatMap((configuration) =>
    [...strangers(configuration)].map((node) => {
      const [words = ''] = node.getText().split('\n');
      return `${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${words}`;
    }),
  );
}

/** What `createMachine` is called with. */
function* configurations(node: ts.Node): Generator<ts.Node> {
  if (ts.isCallExpression(node) && node.expression.getText().endsWith('createMachine')) yield* node.arguments;
  for (const child of node.getChildren()) yield* configurations(child);
}

function* strangers(node: ts.Node): Generator<ts.Node> {
  if (ts.isObjectLiteralExpression(node)) for (const each of node.properties) yield* strangersOf(each);
  else if (ts.isArrayLiteralExpression(node)) for (const each of node.elements) yield* strangers(each);
  else if (!isLiteral(node)) yield node;
}

function* strangersOf(property: ts.ObjectLiteralElementLike): Generator<ts.Node> {
  if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) yield property;
  else if (!FUNCTIONS.has(property.name.text)) yield* strangers(property.initializer);
}

function isLiteral({ kind }: ts.Node): boolean {
  const { StringLiteral, NumericLiteral, TrueKeyword, FalseKeyword } = ts.SyntaxKind;
  return [StringLiteral, NumericLiteral, TrueKeyword, FalseKeyword].includes(kind);
}
