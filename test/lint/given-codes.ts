import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A function that gives a code: that of one of its arguments, with something before and behind it. */
interface Giver {
  readonly argument: number;
  readonly before: string;
  readonly behind: string;
}

/** The part of a code that is known where it is written: all of it, or what stands around a parameter of the function around it or around something else. */
type Read =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly before: string; readonly behind: string }
  | { readonly kind: 'open'; readonly before: string; readonly behind: string };

interface Source {
  readonly tree: ts.SourceFile;
  /** Functions that it declares at its top, by name. */
  readonly functions: ReadonlyMap<string, ts.FunctionLikeDeclaration>;
  readonly imported: ReadonlySet<string>;
}

const SEEDS: Readonly<Record<string, Giver>> = {
  refuse: { argument: 0, before: '', behind: '' },
  problem: { argument: 1, before: '', behind: '' },
};

const sourceFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.spec\.ts$|^testing\.ts$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes('/testing/'));

const functionsOf = (tree: ts.SourceFile): ReadonlyMap<string, ts.FunctionLikeDeclaration> => {
  const found = new Map<string, ts.FunctionLikeDeclaration>();
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) found.set(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name) && initializer && ts.isArrowFunction(initializer)) found.set(name.text, initializer);
  }
  return found;
};

const importedBy = (tree: ts.SourceFile): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const statement of tree.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings && ts.isNamedImports(bindings)) for (const { name } of bindings.elements) names.add(name.text);
  }
  return names;
};

/** The parameter of a top function that a name within it stands for. */
const parameterAt = (node: ts.Node, name: string): boolean => {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent)
    if (ts.isFunctionLike(at) && at.parameters.some((parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name))
      return true;
  return false;
};

const readTemplate = ({ head, templateSpans: [span] }: ts.TemplateExpression): Read => {
  const around = { before: head.text, behind: span?.literal.text ?? '' };
  const within = span?.expression;
  const isParameter = within !== undefined && ts.isIdentifier(within) && parameterAt(within, within.text);
  return isParameter ? { kind: 'parameter', name: within.text, ...around } : { kind: 'open', ...around };
};

const read = (node: ts.Expression | undefined): readonly Read[] => {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [{ kind: 'literal', text: node.text }];
  if (ts.isConditionalExpression(node)) return [...read(node.whenTrue), ...read(node.whenFalse)];
  if (ts.isIdentifier(node) && parameterAt(node, node.text)) return [{ kind: 'parameter', name: node.text, before: '', behind: '' }];
  if (ts.isTemplateExpression(node) && node.templateSpans.length === 1) return [readTemplate(node)];
  // What another refusal said is passed on.
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'code') return [];
  return [{ kind: 'open', before: '', behind: '' }];
};

const everyNode = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node);
  ts.forEachChild(node, (child) => everyNode(child, visit));
};

/** All codes of problems that some folders of sources give, found where they are written. */
export class GivenCodes {
  /** Written as they are. */
  readonly codes = new Set<string>();
  /** Of which only a part is written: `*.notFound`. */
  readonly open = new Set<string>();
  /** Kinds of names that are claimed: `{ kind: 'login', name }`. */
  readonly claimed = new Set<string>();
  readonly #sources: readonly Source[];
  readonly #givers = new Map<ts.FunctionLikeDeclaration, Giver>();
  readonly #exported = new Map<string, ts.FunctionLikeDeclaration>();

  constructor(folders: readonly string[]) {
    this.#sources = folders.flatMap(sourceFiles).map((path) => {
      const tree = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
      return { tree, functions: functionsOf(tree), imported: importedBy(tree) };
    });
    this.#findGivers();
    for (const source of this.#sources) this.#collect(source);
  }

  /** Functions that pass a parameter on as a code give codes themselves; until no more are found. */
  #findGivers(): void {
    for (let known = -1; known < this.#givers.size;) {
      known = this.#givers.size;
      for (const source of this.#sources) for (const [name, declared] of source.functions) this.#look(source, name, declared);
    }
  }

  #look(source: Source, name: string, declared: ts.FunctionLikeDeclaration): void {
    if (this.#givers.has(declared)) return;
    const seed = SEEDS[name];
    const isSeed = seed !== undefined && /\/(refusal|problem)\.ts$/.test(source.tree.fileName);
    const giver = isSeed ? seed : this.#passesOn(source, declared);
    if (!giver) return;
    this.#givers.set(declared, giver);
    if (ts.getCombinedModifierFlags(declarationOf(declared)) & ts.ModifierFlags.Export) this.#exported.set(name, declared);
  }

  #passesOn(source: Source, declared: ts.FunctionLikeDeclaration): Giver | undefined {
    let found: Giver | undefined;
    this.#calls(source, declared, (given) => {
      const argument =
        given.kind === 'parameter' ? declared.parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === given.name) : -1;
      if (argument >= 0 && given.kind === 'parameter') found = { argument, before: given.before, behind: given.behind };
    });
    return found;
  }

  /** What the calls within a node give, with what their functions put around it. */
  #calls({ functions, imported }: Source, within: ts.Node, told: (given: Read) => void): void {
    everyNode(within, (node) => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
      const { text } = node.expression;
      const callee = functions.get(text) ?? (imported.has(text) ? this.#exported.get(text) : undefined);
      const giver = callee && this.#givers.get(callee);
      if (!giver) return;
      for (const given of read(node.arguments[giver.argument]))
        told(
          given.kind === 'literal'
            ? { kind: 'literal', text: `${giver.before}${given.text}${giver.behind}` }
            : { ...given, before: `${giver.before}${given.before}`, behind: `${given.behind}${giver.behind}` },
        );
    });
  }

  #collect(source: Source): void {
    const givers = new Set([...this.#givers.keys()]);
    this.#calls(source, source.tree, (given) => {
      if (given.kind === 'literal') this.codes.add(given.text);
      if (given.kind === 'open') this.open.add(`${given.before}*${given.behind}`);
      if (
        given.kind === 'parameter' &&
        ![...source.functions.values()].some((declared) => givers.has(declared) && hasParameter(declared, given.name))
      )
        this.open.add(`${given.before}*${given.behind}`);
    });
    everyNode(source.tree, (node) => {
      // A list of claims has one in brackets.
      if (!ts.isObjectLiteralExpression(node) || !ts.isArrayLiteralExpression(node.parent)) return;
      const fields = new Map(node.properties.map((property) => [property.name?.getText(), property]));
      const kind = fields.get('kind');
      const isClaim = fields.has('name') && [...fields.keys()].every((name) => ['kind', 'name', 'field'].includes(name ?? ''));
      if (isClaim && kind && ts.isPropertyAssignment(kind) && ts.isStringLiteral(kind.initializer)) this.claimed.add(kind.initializer.text);
    });
  }
}

const declarationOf = (declared: ts.FunctionLikeDeclaration): ts.Declaration =>
  ts.isArrowFunction(declared) ? (declared.parent as ts.VariableDeclaration) : declared;

const hasParameter = (declared: ts.FunctionLikeDeclaration, name: string): boolean =>
  declared.parameters.some((parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name);
